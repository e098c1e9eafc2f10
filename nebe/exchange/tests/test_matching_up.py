"""Needs and offers are matched as they arrive; only coordinators hear of it."""

# ruff: noqa: F811

import pytest
from django_scopes import scopes_disabled
from django_tasks_db.models import DBTaskResult

from nebe.core.mail.models import Mail
from nebe.core.people.actors import Actor
from nebe.exchange.models import Match, MatchStep, Need, Offer
from nebe.exchange.services.matching_up import AT_MOST
from nebe.exchange.services.offers import (
    offer_pause,
    offer_resume,
    offer_settle,
    vetting_record,
)
from nebe.exchange.tasks import need_match_job, offers_match_job

from .test_suggestions import make_need  # noqa: F401

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def matches():
    with scopes_disabled():
        return {(m.need_id, m.offer_id): m for m in Match.objects.order_by("created_at")}


def waiting_jobs(job) -> list[list]:
    rows = DBTaskResult.objects.filter(task_path=job.module_path).order_by("enqueued_at")
    return [row.args_kwargs["args"] for row in rows]


def run_waiting(job) -> None:
    for ids in waiting_jobs(job):
        job(*ids)


def test_it_works(make_need, make_offer):
    offer = make_offer(capacity=9)
    need = make_need()
    need_match_job(str(need.pk))
    [match] = matches().values()
    assert (match.need_id, match.offer_id) == (need.pk, offer.pk)
    assert (match.status, match.units, match.organisation) == (
        Match.Status.PROPOSED,
        1,
        need.organisation,
    )
    with scopes_disabled():
        [step] = MatchStep.objects.filter(match=match)
        assert step.by == MatchStep.By.SYSTEM
        assert not Mail.objects.exists()
    need_match_job(str(need.pk))
    assert len(matches()) == 1


def test_the_best_few_are_proposed(make_need, make_offer, towns):
    far = [
        make_offer(places=[towns["Rokycany"]], reach_km=30, email=f"far{n}@example.org")
        for n in range(2)
    ]
    near = [make_offer(email=f"near{n}@example.org") for n in range(AT_MOST - 1)]
    need = make_need()
    need_match_job(str(need.pk))
    proposed = {offer for _need, offer in matches()}
    assert len(proposed) == AT_MOST
    assert {offer.pk for offer in near} < proposed
    assert proposed < {offer.pk for offer in near + far}
    make_offer(email="late@example.org")
    run_waiting(offers_match_job)
    assert len(matches()) == AT_MOST, "this need has enough"


@pytest.mark.parametrize(
    "fields", [{"seeks": False}, {"status": Need.Status.UNCONFIRMED}, {"found": 1}]
)
def test_a_need_that_is_not_looked_for(make_need, make_offer, fields):
    make_offer()
    need_match_job(str(make_need(**fields).pk))
    assert matches() == {}


def test_an_offer_that_goes_live_is_proposed(make_need, make_offer):
    need = make_need()
    make_need("housing", email="other@example.org")
    offer = make_offer()
    assert waiting_jobs(offers_match_job) == [[str(offer.pk)]]
    run_waiting(offers_match_job)
    assert list(matches()) == [(need.pk, offer.pk)]
    offer_settle(offer=offer)
    assert len(waiting_jobs(offers_match_job)) == 1, "it was live already"
    offer_pause(offer=offer, actor=Actor.system())
    run_waiting(offers_match_job)
    offer_resume(offer=offer, actor=Actor.system())
    assert len(waiting_jobs(offers_match_job)) == 2


def test_a_kind_that_was_vetted_is_proposed(make_need, make_offer, categories, network):
    offer = make_offer("tutoring", "textbooks")
    need = make_need("tutoring")
    assert Offer.objects.get(pk=offer.pk).status == Offer.Status.LIVE
    vetting_record(
        offer=offer,
        category=categories["tutoring"],
        accepted=True,
        grounds="Met",
        actor=Actor(organisation=network),
    )
    run_waiting(offers_match_job)
    assert list(matches()) == [(need.pk, offer.pk)]


def test_where_nobody_waits_no_job_is_made(make_need, make_offer):
    make_need("housing")
    make_need("textbooks", status=Need.Status.MET, email="met@example.org")
    make_offer("textbooks")
    assert waiting_jobs(offers_match_job) == []


def test_a_busy_helper_stays_out(make_need, make_offer):
    offer = make_offer(capacity=9, most_at_once=1)
    theirs, need = make_need(email="first@example.org"), make_need()
    with scopes_disabled():
        Match.objects.create(
            need=theirs,
            offer=offer,
            organisation=theirs.organisation,
            status=Match.Status.ASKED,
        )
    need_match_job(str(need.pk))
    offers_match_job(str(offer.pk))
    assert list(matches()) == [(theirs.pk, offer.pk)]


def test_what_was_dismissed_is_not_proposed_again(make_need, make_offer):
    offer, need = make_offer(capacity=9), make_need()
    need_match_job(str(need.pk))
    with scopes_disabled():
        Match.objects.update(status=Match.Status.CLOSED)
    need_match_job(str(need.pk))
    offers_match_job(str(offer.pk))
    [match] = matches().values()
    assert match.status == Match.Status.CLOSED

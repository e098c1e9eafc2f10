"""Matching sessions: planned at once, accepted in part, made again from what was kept."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_scopes import scope, scopes_disabled
from zeal import zeal_ignore

from nebe.core.people.actors import Actor
from nebe.core.people.persons import person_get_or_create
from nebe.core.privacy.erasure import person_erase
from nebe.exchange.models import Match, MatchingRun, Need, RunPair
from nebe.exchange.sessions.planning import replay, run_plan

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NOW = timezone.now()


@pytest.fixture
def network(cast):
    return cast.office


@pytest.fixture
def ask(network, categories, plzen):
    """`ask("textbooks", email=…)`: an open need that looks for an offer."""

    def make(slug="textbooks", *, email, organisation=None, days=0, **fields):
        person = person_get_or_create(email=email, controller=network)
        with scopes_disabled():
            need = Need.objects.create(
                person=person, organisation=organisation or network, category=categories[slug],
                municipality=plzen, status="open", seeks=True, language="uk", **fields,
            )  # fmt: skip
            Need.objects.filter(pk=need.pk).update(created_at=NOW - timedelta(days=days))
        return need

    return make


@pytest.fixture
def plan(cast):
    def make(**choices):
        with scopes_disabled():
            run = MatchingRun.objects.create(
                organisation=cast.pomoc, by=cast.jana, status="running", **choices
            )
            run_plan(run=run, now=NOW)
            run.refresh_from_db()
        return run

    return make


def pairs(run) -> list[tuple]:
    with scopes_disabled():
        rows = RunPair.objects.filter(run=run).values_list("need", "offer", "units")
        return sorted(rows)


def test_it_works(make_offer, ask, plan):
    offer, need = make_offer(languages=["uk"]), ask(email="olena@example.org")
    run = plan()
    assert run.status == "done"
    assert pairs(run) == [(need.pk, offer.pk, 1)]
    assert run.summary["plan"]["served"] == 1
    assert run.summary["today"]["served"] == 0


def test_the_plan_serves_more_than_first_come_first_served(make_offer, ask, plan, towns):
    make_offer(places=[towns["Plzeň"]], reach_km=0, email="one@example.org")
    make_offer(places=[towns["Plzeň"]], reach_km=120, email="two@example.org")
    ask(email="near@example.org", days=2, reach_km=120)
    far = ask(email="far@example.org", days=1)
    with scopes_disabled():
        Need.objects.filter(pk=far.pk).update(municipality=towns["Praha"])
    run = plan(nearness=0)
    assert run.summary["plan"]["served"] == 2
    assert run.summary["plan"]["served"] >= run.summary["first_come"]["served"]


def test_a_replay_gives_the_same_plan(make_offer, ask, plan):
    for number in range(6):
        make_offer(email=f"helper{number}@example.org", capacity=1)
        ask(email=f"seeker{number}@example.org", days=number)
    run = plan(fair=True)
    with scopes_disabled():
        saved = sorted(run.pairs.values_list("need_key", "offer_key", "units"))
    assert len(saved) == 6
    assert replay(run) == saved


def test_whoever_is_forgotten_is_blanked_and_ends_the_replay(make_offer, ask, plan, cast):
    make_offer()
    need = ask(email="gone@example.org")
    run = plan()
    before = bytes(run.inputs)
    person_erase(person_id=need.person_id, actor=Actor.system())
    with scopes_disabled():
        run.refresh_from_db()
        pair = run.pairs.get()
    assert (pair.need, pair.need_key) == (None, "")
    assert pair.offer_key
    assert bytes(run.inputs) != before
    with pytest.raises(ValueError, match="replayed"):
        replay(run)


def test_no_id_is_in_what_is_kept(make_offer, ask, plan):
    make_offer()
    need = ask(email="olena@example.org")
    run = plan()
    assert str(need.pk).encode() not in bytes(run.inputs)


def test_a_coordinator_accepts_one_of_two_and_plans_again(client_for, cast, make_offer, ask, plan):
    for number in range(2):
        make_offer(email=f"helper{number}@example.org")
        ask(email=f"seeker{number}@example.org")
    run = plan()
    with scopes_disabled():
        first, second = run.pairs.all()
    client = client_for(cast.jana)
    page = f"/en/console/matching/{run.pk}/"
    assert client.get(page).status_code == 200
    client.post(f"{page}accept/", {"pairs": [str(first.pk)]})
    with scopes_disabled():
        [match] = Match.objects.all()
    assert (match.status, match.need_id, match.coordinator) == (
        "taken_on",
        first.need_id,
        cast.jana,
    )
    assert match.organisation == cast.pomoc  # a need of nobody's is taken on with it
    again = plan()
    assert [pair[0] for pair in pairs(again)] == [second.need_id]
    assert again.summary["today"]["served"] == 1


def test_accepting_needs_a_choice(client_for, cast, make_offer, ask, plan):
    make_offer()
    ask(email="olena@example.org")
    run = plan()
    accept, jana = f"/en/console/matching/{run.pk}/accept/", client_for(cast.jana)
    for chosen in ([], ["²", "-1", "x", "9" * 40]):
        answer = jana.post(accept, {"pairs": chosen}, follow=True)
        assert "Choose at least one pair" in answer.content.decode()
    with scopes_disabled():
        assert not Match.objects.exists()


def test_all_are_accepted_once(client_for, cast, make_offer, ask, plan):
    make_offer(capacity=3)
    for number in range(3):
        ask(email=f"seeker{number}@example.org")
    run = plan()
    client = client_for(cast.jana)
    with zeal_ignore():  # one transaction for each pair, so that one that fails harms no other
        for _press in range(2):
            client.post(f"/en/console/matching/{run.pk}/accept/", {"all": "1"})
    with scopes_disabled():
        assert Match.objects.filter(status="taken_on").count() == 3


def test_foreign_runs_are_not_found(client_for, cast, plan):
    run = plan()
    assert client_for(cast.marta).get(f"/en/console/matching/{run.pk}/").status_code == 404


def test_needs_of_other_organisations_are_left_alone(make_offer, ask, plan, cast):
    make_offer()
    ask(email="theirs@example.org", organisation=cast.breh)
    assert pairs(plan()) == []


def test_starting_twice_plans_once(client_for, cast, network):
    client = client_for(cast.jana)
    form = {"nearness": 1, "urgency": 2, "waiting": 1, "language": 1, "once": "a" * 32}
    for _press in range(2):
        assert client.post("/en/console/matching/", form).status_code == 302
    with scope(organisation=cast.pomoc):
        assert MatchingRun.objects.count() == 1

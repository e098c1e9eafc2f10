# ruff: noqa: F811
"""Nothing is proposed of who is banned, or accepted the code of conduct as it was before."""

import pytest
from django.urls import reverse
from django.utils import timezone
from django_scopes import scopes_disabled

from nebe.core.errors import NotPossible
from nebe.core.mail.links import link_issue
from nebe.core.people.actors import Actor
from nebe.core.people.models import Person
from nebe.exchange.matching import problem_read
from nebe.exchange.models import Match, Offer
from nebe.exchange.search import offers_reindex
from nebe.exchange.selectors.bans import proposable
from nebe.exchange.selectors.suggestions import suggestions_for_need, suggestions_for_offer
from nebe.exchange.services.conduct import conduct_accept
from nebe.exchange.services.match_course import match_offer
from nebe.exchange.services.proposals import match_propose
from nebe.exchange.tasks import offers_match_job
from nebe.exchange.texts import CODE_OF_CONDUCT_VERSION

from .test_bans import actor, ban  # noqa: F401 (fixture)
from .test_matching_up import run_waiting

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def network(cast):
    return cast.office


def conduct(offer, version: str) -> None:
    persons = Person._base_manager.filter(pk=offer.person_id)
    persons.update(code_of_conduct=version, phone_index="")
    offer.person.refresh_from_db()


def test_only_who_keeps_the_code_of_conduct_is_proposed(make_offer, make_need, actor, network):
    names = ("old", "new", "never", "banned")
    old, new, never, banned = offers = [make_offer(email=f"{one}@example.org") for one in names]
    for offer, version in zip(offers, ("2020-01", CODE_OF_CONDUCT_VERSION, "", ""), strict=True):
        conduct(offer, version)
    ban(banned.person, actor)
    Offer.objects.filter(pk=banned.pk).update(status=Offer.Status.LIVE)
    offers_reindex([banned.pk])
    need = make_need()
    assert set(Offer.objects.filter(proposable())) == {new, never}
    found = suggestions_for_need(need, Actor.system()).cards
    assert {one.offer_id for one in found} == {new.pk, never.pk}
    assert [len(suggestions_for_offer(one, Actor.system()).cards) for one in offers] == [0, 1, 1, 0]
    problem = problem_read(organisations=[network], now=timezone.now())
    assert set(problem.offer) == {str(new.pk), str(never.pk)}
    for offer in (old, banned):
        with pytest.raises(NotPossible, match="cannot be proposed now"):
            match_propose(need=need, offer=offer, actor=actor)
    assert match_propose(need=need, offer=never, actor=actor).offer == never


def test_what_was_proposed_before_the_code_changed_is_not_offered(make_offer, make_need, actor):
    offer, need = make_offer(), make_need()
    match = match_propose(need=need, offer=offer, actor=actor)
    conduct(offer, "2020-01")
    with pytest.raises(NotPossible, match="cannot be proposed now"):
        match_offer(match=match, actor=actor)


def test_whoever_accepts_the_changed_code_is_proposed_again(
    make_offer, make_need, django_capture_on_commit_callbacks
):
    offer, need = make_offer(), make_need()
    conduct(offer, "2020-01")
    person = Person._base_manager.get(pk=offer.person_id)
    with django_capture_on_commit_callbacks(execute=True):
        conduct_accept(person=person, actor=Actor.bearer(person))
    run_waiting(offers_match_job)
    with scopes_disabled():
        assert Match.objects.get().need == need


def test_the_pages_say_why_nothing_is_proposed(client, client_for, cast, make_offer):
    offer = make_offer()
    own = reverse("exchange:my", args=[link_issue(purpose="my", target=offer.person_id, days=1)])
    page = reverse("exchange_staff:offer", args=[offer.pk])
    assert "we propose your offers to nobody" not in client.get(own).content.decode()
    assert "cannot be proposed now" not in client_for(cast.jana).get(page).content.decode()
    conduct(offer, "2020-01")
    assert "we propose your offers to nobody" in client.get(own).content.decode()
    assert "cannot be proposed now" in client_for(cast.jana).get(page).content.decode()

"""Whoever blocks somebody never meets them again, unless they take it back."""

import pytest
from django.utils import timezone
from django_scopes import scopes_disabled

from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor
from nebe.core.people.persons import person_get_or_create
from nebe.core.privacy.erasure import person_erase
from nebe.core.privacy.models import AuditEntry
from nebe.exchange.matching import problem_read
from nebe.exchange.models import Block, Category, Match, Report
from nebe.exchange.selectors.blocks import blocked_with
from nebe.exchange.selectors.needs_public import needs_answerable
from nebe.exchange.selectors.suggestions import suggestions_for_need, suggestions_for_offer
from nebe.exchange.services.blocks import block_lift, block_set
from nebe.exchange.services.matches import message_send
from nebe.exchange.services.matching_up import need_match_up, offer_match_up
from nebe.exchange.services.need_answers import need_answer
from nebe.exchange.services.needs import ask_confirm, need_submit
from nebe.exchange.services.proposals import match_propose
from nebe.exchange.services.reports import queue_close

from .conftest import old_stamp
from .needs import loaded, need_make, offered, shared
from .test_my import token_of, url

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NOBODY, SYSTEM = Actor.nobody(), Actor.system()
Status = Match.Status


@pytest.fixture
def network(cast):
    return cast.office


@pytest.fixture
def match(cast, categories, make_offer, jana, plzen):
    need = need_make(cast.pomoc, categories["textbooks"], text="Books", municipality=plzen)
    return shared(need, make_offer(), jana)


def block(match, side="seeker"):
    return block_set(match=loaded(match), side=side, actor=NOBODY)


def again(cast, categories, plzen, slug="textbooks", **fields):
    """Another need of Olena's."""
    return need_make(cast.pomoc, categories[slug], municipality=plzen, **fields)


def test_it_works(client, match, mails):
    olena, petr = token_of(match.need.person), token_of(match.offer.person)
    message_send(match=match, side="helper", text="Come alone", once="1", actor=NOBODY)
    address = url("my_talk_act", olena, pk=match.pk, verb="block")
    assert address in client.get(url("my_talk", olena, pk=match.pk)).content.decode()
    assert "never bring you together again" in client.get(address).content.decode()
    assert Block.objects.count() == 0
    assert client.post(address).status_code == 302
    assert client.post(address).status_code == 302  # pressed twice
    assert Block.objects.count() == 1
    assert loaded(match).status == Status.CLOSED
    page = client.get(url("my_talk", petr, pk=match.pk)).content.decode()
    assert "olena@example.org" not in page
    [told] = mails.all("ended", to="petr@example.org")
    for words in (told.text, page):
        assert "blocked" not in words
    data = {"text": "Please", "stamp": old_stamp(60)}
    assert client.post(url("my_talk", petr, pk=match.pk), data).status_code == 409


def test_taken_back_on_one_s_own_page(client, match):
    olena, petr = token_of(match.need.person), token_of(match.offer.person)
    row = block(match)
    page = client.get(url("my_blocked", olena)).content.decode()
    assert match.offer.title in page
    address = url("my_unblock", olena, pk=row.pk)
    assert address in page
    assert client.post(url("my_unblock", petr, pk=row.pk)).status_code == 404
    assert match.offer.title not in client.get(url("my_blocked", petr)).content.decode()
    client.get(address)
    assert Block.objects.exists()
    client.post(address)
    assert not Block.objects.exists()
    with scopes_disabled():
        done = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"person.block", "person.unblock"} <= done


@pytest.mark.parametrize("side", ["seeker", "helper"])
def test_never_suggested_nor_planned(cast, categories, plzen, match, make_offer, side):
    other = make_offer()  # Petr's, too
    need = again(cast, categories, plzen)
    assert suggestions_for_need(need, SYSTEM).fitting
    row = block(match, side)
    assert not suggestions_for_need(need, SYSTEM).fitting
    assert not suggestions_for_offer(other, SYSTEM).fitting
    assert need_match_up(need=need) == offer_match_up(offer=other) == []
    problem = problem_read(organisations=[cast.pomoc], now=timezone.now())
    assert {(str(need.pk), str(other.pk)), (str(need.pk), str(match.offer_id))} <= set(
        problem.excluded
    )
    block_lift(block=row, actor=NOBODY)
    assert suggestions_for_need(need, SYSTEM).fitting
    problem = problem_read(organisations=[cast.pomoc], now=timezone.now())
    assert (str(need.pk), str(other.pk)) not in problem.excluded


def test_never_proposed_by_hand(cast, categories, plzen, match, make_offer, jana):
    need, other = again(cast, categories, plzen), make_offer()
    block(match)
    for actor in (jana, SYSTEM):
        with pytest.raises(NotPossible):
            match_propose(need=need, offer=other, actor=actor)


def test_a_proposal_that_waits_ends_and_nobody_is_told(
    cast, categories, plzen, match, make_offer, jana, mails
):
    waiting = match_propose(need=again(cast, categories, plzen), offer=make_offer(), actor=jana)
    block(match)
    assert loaded(waiting).status == Status.CLOSED
    assert len(mails.all("ended")) == 1


def test_the_same_two_elsewhere_end_too(cast, categories, plzen, match, make_offer, jana):
    second = offered(again(cast, categories, plzen), make_offer(), jana)
    block(match)
    assert loaded(second).status == Status.CLOSED


def test_under_another_controller_they_are_the_same(cast, categories, plzen, match, make_offer):
    block(match)
    elsewhere = need_make(
        cast.pomoc, categories["textbooks"], controller=cast.breh, municipality=plzen
    )
    assert elsewhere.person_id != match.need.person_id
    assert match.offer.person_id in blocked_with(elsewhere.person_id)
    assert not suggestions_for_need(elsewhere, SYSTEM).fitting


def test_who_is_blocked_cannot_ask_again(categories, match, make_offer):
    block(match, "helper")
    asked = need_submit(
        offer=make_offer(), category=categories["textbooks"], text="Please again",
        email="olena@example.org", language="en", once="again", actor=NOBODY,
    )  # fmt: skip
    with pytest.raises(NotPossible):
        ask_confirm(match=asked, actor=NOBODY)
    assert loaded(asked).status == Status.UNCONFIRMED


def test_the_public_list_of_needs(cast, categories, plzen, match, make_offer):
    make_offer()
    Category.objects.filter(pk="textbooks").update(needs_may_be_public=True)
    need = again(cast, categories, plzen, public_text="Books for a girl")
    petr = match.offer.person
    assert [one.pk for one in needs_answerable(petr)] == [need.pk]
    block(match)
    assert needs_answerable(petr) == []
    with pytest.raises(NotPossible, match="no longer possible"):
        need_answer(need=need, person=petr, actor=Actor.bearer(petr))


def test_help_that_was_given(match):
    with scopes_disabled():
        Match.objects.filter(pk=match.pk).update(status=Status.FULFILLED)
    block(match)
    assert loaded(match).status == Status.CLOSED


def test_others_are_not_concerned(cast, categories, plzen, match, make_offer):
    need = again(cast, categories, plzen)
    other = make_offer(email="eva@example.org")
    block(match)
    assert suggestions_for_need(need, SYSTEM).fitting == 1
    stranger = person_get_or_create(email="s@example.org", name="S", controller=cast.office)
    assert blocked_with(stranger.pk) == set()
    assert other.person_id not in blocked_with(need.person_id)


def test_erased_with_either_side(match):
    block(match)
    person_erase(person_id=match.offer.person_id, actor=NOBODY)
    assert not Block.objects.exists()


def test_a_reported_message_is_kept_as_evidence(client, client_for, cast, match):
    message = message_send(
        match=match, side="helper", text="Give me your passport", once="1", actor=NOBODY
    )
    olena = token_of(match.need.person)
    address = url("report_message", olena, pk=match.pk, message=message.pk)
    assert address in client.get(url("my_talk", olena, pk=match.pk)).content.decode()
    client.post(address, {"reason": "dangerous", "stamp": old_stamp(60)})
    with scopes_disabled():
        report = Report.objects.get()
    assert report.evidence == "Give me your passport"
    person_erase(person_id=match.offer.person_id, actor=NOBODY)
    page = client_for(cast.jana).get(f"/en/console/reports/{report.pk}/").content.decode()
    assert "Give me your passport" in page
    with scopes_disabled():
        report.refresh_from_db()
        queue_close(row=report, outcome="Looked into", actor=NOBODY)
        report.refresh_from_db()
    assert report.evidence == ""

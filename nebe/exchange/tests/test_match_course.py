"""A match from proposal to proof: who may do what when, who is told, what is given back."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor, actor_of
from nebe.core.privacy.consent import consent_stands
from nebe.core.privacy.models import AuditEntry
from nebe.exchange.models import Category, Feedback, Match, MatchStep, Need, Offer, OfferCategory
from nebe.exchange.services import match_course as course
from nebe.exchange.services import proposals
from nebe.exchange.services.matches import (
    SHARE_PURPOSE,
    match_decline,
    match_share_contact,
    match_withdraw,
    message_send,
)
from nebe.exchange.services.offers import offer_hide
from nebe.exchange.services.quantities import units_for
from nebe.exchange.tasks import matches_expire_job

from .needs import loaded, need_make, offered, shared

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NOBODY = Actor.nobody()
Status = Match.Status


@pytest.fixture
def network(cast):
    return cast.office


@pytest.fixture
def make_need(cast, categories):
    def make(slug="textbooks", **fields):
        return need_make(cast.pomoc, categories[slug], **fields)

    return make


def steps(match) -> list[tuple[str, str]]:
    with scopes_disabled():
        return list(MatchStep.objects.filter(match=match).values_list("to", "by"))


def test_it_works(make_need, make_offer, jana, mails):
    need, offer = make_need(), make_offer()
    match = proposals.match_propose(need=need, offer=offer, actor=jana)
    proposals.match_take_on(match=match, actor=jana)
    assert not mails.all("offered_helper")
    course.match_offer(match=loaded(match), actor=jana)
    match = loaded(match)
    assert match.asked_at
    assert match.coordinator == jana.user
    for side in ("helper", "seeker"):
        match_share_contact(match=match, side=side, actor=NOBODY)
    course.match_arrange(match=match, by="helper", text="Monday at five", actor=NOBODY)
    course.match_fulfil(match=match, by="seeker", actor=NOBODY)
    for side in ("seeker", "helper"):
        assert course.feedback_give(match=match, side=side, went="well", actor=NOBODY)
    assert steps(match) == [
        ("proposed", "staff"),
        ("taken_on", "staff"),
        ("offered", "staff"),
        ("shared", "seeker"),
        ("arranged", "helper"),
        ("fulfilled", "seeker"),
    ]
    assert loaded(match).closed_at
    both = ["olena@example.org", "petr@example.org"]
    assert len(mails.all("offered_seeker", both[0])) == len(mails.all("offered_helper", both[1]))
    assert sorted(mail.recipient for mail in mails.all("fulfilled")) == both
    actions = AuditEntry.objects.filter(row=str(match.pk)).values_list("action", flat=True)
    assert {"match.propose", "match.offer", "match.arrange", "match.fulfil"} <= set(actions)


def test_a_proposal_of_too_much_offers_what_is_still_missing(make_need, make_offer, jana):
    Category.objects.filter(pk="textbooks").update(divisible=True)
    need = make_need(quantity=6)
    large, small = make_offer(capacity=6), make_offer(capacity=4)
    match = proposals.match_propose(need=need, offer=large, units=6, actor=jana)
    shared(need, small, jana)
    course.match_offer(match=loaded(match), actor=jana)
    assert loaded(match).units == 2


@pytest.mark.parametrize("status", ["withdrawn", "expired", "held"])
def test_nobody_agrees_on_a_need_that_is_over(make_need, make_offer, jana, status):
    need, offer = make_need(), make_offer()
    match = offered(need, offer, jana)
    match_share_contact(match=match, side="seeker", actor=NOBODY)
    with scopes_disabled():
        Need.objects.filter(pk=need.pk).update(status=status)
    with pytest.raises(NotPossible):
        match_share_contact(match=loaded(match), side="helper", actor=NOBODY)
    assert loaded(match).status == Status.OFFERED
    assert Offer.objects.get(pk=offer.pk).taken == 0


def test_mails_say_nothing_of_anyone_in_their_subjects(make_need, make_offer, jana, mails):
    match = shared(make_need(text="Secret words"), make_offer(), jana)
    course.match_fail(match=match, by="staff", reason="other", text="Why", actor=jana)
    names = ("offered_seeker", "offered_helper", "shared", "failed")
    sent = [mail for name in names for mail in mails.all(name)]
    assert len(sent) == 6
    for mail in sent:
        assert not {"Olena", "Petr", "Books", "Secret", "Why"} & set(mail.title.split())
        assert "Secret words" not in mail.text
        assert "Why" not in mail.text


def test_one_button_proposes_takes_on_and_offers_all_or_nothing(make_need, make_offer, jana):
    need, offer = make_need(), make_offer(status="paused")
    with pytest.raises(NotPossible):
        course.match_offer_at_once(need=need, offer=offer, actor=jana)
    with scopes_disabled():
        assert not Match.objects.exists()
    Offer.objects.filter(pk=offer.pk).update(status="live")
    matches = [course.match_offer_at_once(need=need, offer=offer, actor=jana) for _ in range(2)]
    assert matches[0] == matches[1]
    assert loaded(matches[0]).status == Status.OFFERED


def test_what_is_no_longer_there_is_not_offered(make_need, make_offer, jana, mails):
    need, offer = make_need(), make_offer()
    match = proposals.match_propose(need=need, offer=offer, actor=jana)
    with scope(organisation=need.organisation):
        Need.objects.update(status=Need.Status.WITHDRAWN)
    with pytest.raises(NotPossible):
        course.match_offer(match=loaded(match), actor=jana)
    assert loaded(match).status == Status.PROPOSED
    assert not mails.all("offered_helper")


def test_a_match_moves_only_as_the_states_say(make_need, make_offer, jana):
    match = offered(make_need(), make_offer(), jana)
    for impossible in (
        lambda: course.match_arrange(match=match, by="helper", actor=NOBODY),
        lambda: course.match_fulfil(match=match, by="seeker", actor=NOBODY),
        lambda: course.match_fail(match=match, by="staff", reason="other", actor=jana),
        lambda: course.match_offer(match=match, actor=jana),
        lambda: course.feedback_give(match=match, side="seeker", went="well", actor=NOBODY),
        lambda: proposals.match_dismiss(match=match, actor=jana),
        lambda: proposals.match_undo(match=match, actor=jana),
    ):
        with pytest.raises(NotPossible):
            impossible()
    assert loaded(match).status == Status.OFFERED


def test_what_came_to_nothing_frees_the_place_and_opens_the_need(
    make_need, make_offer, jana, mails
):
    need, offer = make_need(email="anna@example.org"), make_offer()
    match = shared(need, offer, jana)
    offer.refresh_from_db()
    need.refresh_from_db()
    assert (offer.status, offer.taken, need.status, need.found) == ("exhausted", 1, "met", 1)
    course.match_fail(match=match, by="helper", reason="unsafe", text="It was odd", actor=NOBODY)
    offer.refresh_from_db()
    need.refresh_from_db()
    assert (offer.status, offer.taken, need.status, need.found) == ("live", 0, "open", 0)
    with scopes_disabled():
        last = MatchStep.objects.select_related("match__need").get(match=match, to="failed")
        assert (last.reason, last.text, last.by) == ("unsafe", "It was odd", "helper")
    assert not consent_stands(person_id=need.person_id, purpose=SHARE_PURPOSE)
    assert [mail.recipient for mail in mails.all("failed")] == ["anna@example.org"]
    assert "We go on looking" in mails.all("failed")[0].text


def test_what_a_coordinator_takes_back_is_told_to_both(make_need, make_offer, jana, mails):
    match = offered(make_need(), make_offer(), jana)
    course.match_call_off(match=match, reason="other", actor=jana)
    assert loaded(match).status == Status.CLOSED
    assert len(mails.all("failed")) == 2
    with pytest.raises(NotPossible):
        course.match_call_off(match=loaded(match), reason="other", actor=jana)


def test_each_side_says_once_how_it_went(make_need, make_offer, jana):
    match = shared(make_need(), make_offer(), jana)
    course.match_fulfil(match=match, by="staff", actor=jana)
    assert course.feedback_give(
        match=match, side="seeker", went="partly", text="Thanks", actor=NOBODY
    )
    with later(1):
        assert not course.feedback_give(match=match, side="seeker", went="badly", actor=NOBODY)
    with scopes_disabled():
        feedback = Feedback.objects.get()
        assert (feedback.went, feedback.text) == ("partly", "Thanks")
        assert feedback.person_id == match.need.person_id


def test_no_to_a_match_leaves_the_need_open(make_need, make_offer, jana, mails):
    need = make_need(email="anna@example.org")
    match_decline(match=offered(need, make_offer(), jana), actor=NOBODY)
    match_withdraw(match=offered(need, make_offer(), jana), actor=NOBODY)
    need.refresh_from_db()
    assert need.status == Need.Status.OPEN
    assert "We go on looking" in mails.all("declined")[0].text
    assert len(mails.all("ended", "petr@example.org")) == 1


def test_taking_on_is_undone_for_ten_minutes_by_whoever_did_it(make_need, make_offer, jana, cast):
    match = proposals.match_propose(need=make_need(), offer=make_offer(), actor=jana)
    proposals.match_take_on(match=match, actor=jana)
    with pytest.raises(NotPossible):
        proposals.match_undo(match=match, actor=actor_of(cast.adam, has_mfa=True))
    with (
        time_machine.travel(timezone.now() + timedelta(minutes=11)),
        pytest.raises(NotPossible),
    ):
        proposals.match_undo(match=match, actor=jana)
    proposals.match_undo(match=match, actor=jana)
    assert (loaded(match).status, loaded(match).coordinator) == (Status.PROPOSED, None)
    with pytest.raises(NotPossible):
        proposals.match_undo(match=match, actor=jana)


def test_who_hands_back_and_undoes_it_has_it_again(make_need, make_offer, jana):
    match = proposals.match_propose(need=make_need(), offer=make_offer(), actor=jana)
    proposals.match_take_on(match=match, actor=jana)
    proposals.match_hand_back(match=match, actor=jana)
    proposals.match_undo(match=match, actor=jana)
    assert (loaded(match).status, loaded(match).coordinator) == (Status.TAKEN_ON, jana.user)


def test_no_contact_is_shared_once_a_coordinator_hid_the_offer(make_need, make_offer, jana):
    offer = make_offer()
    match = offered(make_need(), offer, jana)
    match_share_contact(match=match, side="seeker", actor=NOBODY)
    offer_hide(offer=offer, reason="Asks for money", actor=jana)
    with pytest.raises(NotPossible):
        match_share_contact(match=match, side="helper", actor=NOBODY)
    assert (loaded(match).status, loaded(match).helper_shares_at) == (Status.OFFERED, None)


@pytest.fixture
def beds(categories, make_offer):
    """`beds(6)`: an offer of housing whose beds are counted."""

    def make(count):
        offer = make_offer("housing", status="live")
        OfferCategory.objects.filter(offer=offer).update(capacity=count)
        return offer

    return make


def test_two_families_share_six_beds(make_need, beds, jana):
    offer = beds(6)
    for place, beds_wanted in enumerate((4, 2)):
        need = make_need("housing", quantity=beds_wanted, email=f"family{place}@example.org")
        assert shared(need, offer, jana).units == beds_wanted
    assert OfferCategory.objects.get(offer=offer).taken == 6
    offer.refresh_from_db()
    assert offer.status == Offer.Status.EXHAUSTED
    third = make_need("housing", quantity=1, email="third@example.org")
    with pytest.raises(NotPossible):
        offered(third, offer, jana)


def test_forty_mattresses_come_from_five_offers(make_need, beds, jana):
    Category.objects.filter(pk="housing").update(divisible=True)
    need = make_need("housing", quantity=40)
    for count in (10, 5, 10, 10):
        shared(need, beds(count), jana)
        need.refresh_from_db()
    assert (need.found, need.status) == (35, "open")
    last = beds(9)
    assert units_for(need, last) == 5
    shared(need, last, jana)
    need.refresh_from_db()
    assert (need.found, need.status) == (40, "met")
    assert OfferCategory.objects.get(offer=last).taken == 5


def test_an_offer_with_too_little_is_not_divided_where_the_kind_of_help_is_not(make_need, beds):
    assert units_for(make_need("housing", quantity=4), beds(3)) == 0


def later(days):
    return time_machine.travel(timezone.now() + timedelta(days=days))


@pytest.fixture
def twenty_days(settings):
    settings.MATCH_EXPIRE_DAYS, settings.MATCH_WARN_DAYS = 20, 5


def night(days) -> None:
    with later(days):
        matches_expire_job()
        matches_expire_job()


def test_what_nobody_answers_ends_after_a_warning(make_need, make_offer, jana, mails, twenty_days):
    match = offered(make_need(), make_offer(), jana)
    night(14)
    assert not mails.all("expiry_warn")
    night(16)
    assert [mail.recipient for mail in mails.all("expiry_warn")] == [
        match.need.person.email, match.offer.person.email,
    ]  # fmt: skip
    assert "it ends in 5 days" in mails.all("expiry_warn")[0].text
    night(20.5)
    assert loaded(match).status == Status.OFFERED
    night(22)
    assert loaded(match).status == Status.EXPIRED
    assert steps(match)[-1] == ("expired", "system")
    assert (len(mails.all("expiry_warn")), len(mails.all("expired"))) == (2, 2)


def test_what_was_silent_long_before_is_warned_first(
    make_need, make_offer, jana, mails, twenty_days
):
    """The first nights after an upgrade."""
    match = offered(make_need(), make_offer(), jana)
    for days in (60, 61, 64):
        night(days)
        assert loaded(match).status == Status.OFFERED
    assert len(mails.all("expiry_warn")) == 2
    night(66)
    assert loaded(match).status == Status.EXPIRED


def test_a_sign_of_life_keeps_it(make_need, make_offer, jana, mails, twenty_days):
    agreed, written = (
        offered(make_need(email=f"{name}@example.org"), make_offer(), jana) for name in "ab"
    )
    night(16)
    with later(17):
        match_share_contact(match=agreed, side="seeker", actor=NOBODY)
        message_send(
            match=written, side="seeker", text="Still there?", once=uuid.uuid4().hex, actor=NOBODY
        )
    night(31)
    assert {loaded(match).status for match in (agreed, written)} == {Status.OFFERED}
    assert len(mails.all("expiry_warn")) == 4
    night(33)  # silent again, so it is warned again
    assert len(mails.all("expiry_warn")) == 8
    night(37)
    assert {loaded(match).status for match in (agreed, written)} == {Status.OFFERED}
    night(39)
    assert {loaded(match).status for match in (agreed, written)} == {Status.EXPIRED}
    assert not consent_stands(person_id=agreed.need.person_id, purpose=SHARE_PURPOSE)


def test_proposals_for_a_need_that_is_gone_end_in_silence(make_need, make_offer, jana, mails):
    needs = [make_need(email=f"{status}@example.org") for status in Need.Status]
    matches = [proposals.match_propose(need=need, offer=make_offer(), actor=jana) for need in needs]
    with scopes_disabled():
        for need, status in zip(needs, Need.Status, strict=True):
            Need.objects.filter(pk=need.pk).update(status=status)
    matches_expire_job()
    ended = {loaded(match).need.status: loaded(match).status for match in matches}
    assert ended.pop(Need.Status.WITHDRAWN) == Status.EXPIRED
    assert set(ended.values()) == {Status.PROPOSED}  # such a need may be open again
    assert not mails.all("expired")

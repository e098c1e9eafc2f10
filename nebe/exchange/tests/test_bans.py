"""A ban hides, closes and tells; whoever comes back under another name is held and looked at."""

import uuid
from datetime import date

import pytest
from django_scopes import scope, scopes_disabled

from nebe.core.crypto.models import SubjectKey
from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor
from nebe.core.people.models import Organisation, Person
from nebe.core.people.persons import person_get_or_create
from nebe.core.privacy.erasure import person_erase
from nebe.core.privacy.models import AuditEntry
from nebe.exchange.models import Ban, BanMark, Match, Need, Offer, SafeguardingCase, Signal
from nebe.exchange.selectors.bans import (
    banned_person_ids,
    is_banned,
    is_restricted,
)
from nebe.exchange.services import safeguarding
from nebe.exchange.services.bans import ban_lift, person_ban, person_restrict
from nebe.exchange.services.matches import message_send
from nebe.exchange.services.needs import ask_confirm, need_submit
from nebe.exchange.services.offers import (
    offer_confirm,
    offer_show,
    offers_hold,
    vetting_record,
)
from nebe.exchange.services.safeguarding import case_close

from .test_my import NOBODY, asked, status, token_of, url  # noqa: F401 (fixture)

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
PHONE = "+420 601 000 001"  # Petr's


@pytest.fixture
def actor(network):
    return Actor(organisation=network)


def ban(person, actor, decide=person_ban) -> Ban:
    return decide(
        person=person,
        cause="exploitation",
        reason="Asked for work in return",
        review_on=date(2027, 6, 1),
        actor=actor,
    )


def ask(offer, category, **fields) -> Match:
    match = need_submit(
        offer=offer,
        category=category,
        language="en",
        once=uuid.uuid4().hex,
        actor=NOBODY,
        **{"text": "Books, please", "email": "new@example.org"} | fields,
    )
    with scopes_disabled():
        ask_confirm(match=match, actor=NOBODY)
        return Match.objects.select_related("need__person").get(pk=match.pk)


def cases() -> list[SafeguardingCase]:
    with scopes_disabled():
        return list(SafeguardingCase.objects.order_by("created_at"))


def test_it_works(asked, actor, mails):  # noqa: F811
    petr = asked.offer.person
    ban(petr, actor)
    asked.offer.refresh_from_db()
    assert asked.offer.status == Offer.Status.HIDDEN
    assert status(asked) == Match.Status.CLOSED
    [told] = mails.all("stopped")
    assert told.recipient == "olena@example.org"
    assert "Ви не зробили нічого поганого" in told.text
    assert "work in return" not in told.text
    assert is_banned(petr)
    assert list(banned_person_ids()) == [{"pk": petr.pk}]
    assert not is_banned(asked.need.person)
    assert AuditEntry.objects.filter(action="person.ban", row=str(petr.pk)).exists()


def test_whoever_asked_is_closed_and_the_helper_told(asked, actor, mails):  # noqa: F811
    ban(asked.need.person, actor)
    with scopes_disabled():
        assert Need.objects.get().status == Need.Status.WITHDRAWN
    assert status(asked) == Match.Status.CLOSED
    assert [mail.recipient for mail in mails.all("stopped")] == ["petr@example.org"]
    asked.offer.refresh_from_db()
    assert asked.offer.status == Offer.Status.LIVE


def test_what_was_fulfilled_stays_and_nobody_writes_any_more(asked, actor):  # noqa: F811
    with scopes_disabled():
        Match.objects.filter(pk=asked.pk).update(status=Match.Status.FULFILLED)
        asked.refresh_from_db()
    ban(asked.offer.person, actor)
    assert status(asked) == Match.Status.FULFILLED
    with pytest.raises(NotPossible):
        message_send(match=asked, side="helper", text="Hello", once="1", actor=NOBODY)
    assert message_send(match=asked, side="seeker", text="Hello", once="2", actor=NOBODY)


def test_pressed_twice_it_is_one_ban(asked, actor):  # noqa: F811
    first, second = ban(asked.offer.person, actor), ban(asked.offer.person, actor)
    assert first == second
    with pytest.raises(NotPossible):
        ban(asked.offer.person, actor, person_restrict)
    with pytest.raises(ValueError, match="reason"):
        person_ban(
            person=asked.offer.person, cause="other", reason=" ", review_on=date.max, actor=actor
        )


def test_the_same_e_mail_is_banned_everywhere(make_offer, actor):
    other = Organisation.objects.create(name="Other", slug="other", kind="member")
    offer = make_offer()
    with scopes_disabled():
        twin = person_get_or_create(
            email="PETR@example.org", phone="+420 601 999 999", controller=other
        )
    theirs = Offer.objects.create(person=twin, controller=other, title="Van", status="waiting")
    ban(offer.person, actor)
    theirs.refresh_from_db()
    assert theirs.status == Offer.Status.HIDDEN
    with scopes_disabled():
        assert is_banned(twin)
    assert {mark.kind for mark in BanMark.objects.all()} == {"email", "phone"}
    assert BanMark.objects.filter(kind="phone").count() == 2


def test_a_new_offer_with_the_same_phone_is_kept_and_not_shown(make_offer, actor, mails):
    ban(make_offer().person, actor)
    offer = make_offer(
        email="pavel@example.org",
        status="unconfirmed",
        claimed={"name": "Pavel", "phone": "00420 601000001"},
    )
    offer_confirm(offer=offer, actor=NOBODY)
    offer.refresh_from_db()
    assert offer.status == Offer.Status.HIDDEN
    [case] = cases()
    assert (case.offer, case.holds) == (offer, True)
    with scopes_disabled():
        assert not is_banned(offer.person), "a phone is shared in a family: a person decides"
        assert case.signals.get().evidence == {"contact": "phone", "banned_for": "exploitation"}
    with pytest.raises(NotPossible):
        offer_show(offer=offer, actor=actor)
    assert "look at it first" in mails.all("offer_welcome")[-1].text
    case_close(case=case, outcome="unfounded", words="His brother.", actor=actor)
    offer.refresh_from_db()
    assert offer.status == Offer.Status.LIVE


def test_a_request_with_the_same_phone_waits_for_who_looks_into_it(
    client, make_offer, categories, actor, mails
):
    ban(make_offer().person, actor)
    helper = make_offer(email="marie@example.org", title="More books")
    Person._base_manager.filter(pk=helper.person_id).update(phone_index="")
    match = ask(helper, categories["textbooks"], text=f"Call me: {PHONE}")
    assert (match.status, match.need.status) == ("unconfirmed", "held")
    assert not mails.all("asked", "marie@example.org")
    talk = url("my_talk", token_of(match.need.person), pk=match.pk)
    assert "looks at your request before" in client.get(talk).content.decode()
    with scopes_disabled():
        assert not ask_confirm(match=match, actor=NOBODY), "pressed again, it still waits"
    [case] = cases()
    assert case.need == match.need
    case_close(case=case, outcome="unclear", words="Nobody knows.", actor=actor)
    assert status(match) == Match.Status.ASKED
    assert len(mails.all("asked", "marie@example.org")) == 1


def test_what_someone_banned_asks_for_is_never_released(make_offer, categories, actor, mails):
    ban(make_offer().person, actor)
    helper = make_offer(email="marie@example.org", title="More books")
    match = ask(helper, categories["textbooks"], email="petr@example.org")
    [case] = cases()
    case_close(case=case, outcome="unfounded", words="Nothing new.", actor=actor)
    with scopes_disabled():
        assert Need.objects.get(pk=match.need_id).status == Need.Status.WITHDRAWN
    assert not mails.all("asked", "marie@example.org")


def test_a_case_whose_closing_breaks_off_stays_open(make_offer, actor, monkeypatch):
    ban(make_offer().person, actor)
    offer = make_offer(
        email="pavel@example.org", status="unconfirmed", claimed={"phone": "+420 601000001"}
    )
    offer_confirm(offer=offer, actor=NOBODY)
    [case] = cases()
    with monkeypatch.context() as broken:
        broken.setattr(safeguarding, "offers_show", broken_off)
        with pytest.raises(ConnectionError):
            case_close(case=case, outcome="unfounded", words="His brother.", actor=actor)
    [case] = cases()
    assert case.status != "closed"
    case_close(case=case, outcome="unfounded", words="His brother.", actor=actor)
    offer.refresh_from_db()
    assert offer.status == Offer.Status.LIVE


def broken_off(**_arguments):
    raise ConnectionError


def test_a_request_that_is_confirmed_goes_no_further(make_offer, categories, actor, mails):
    ban(make_offer().person, actor)
    helper = make_offer(email="marie@example.org", title="More books")
    match = ask(helper, categories["textbooks"], email="petr@example.org")
    [case] = cases()
    case_close(case=case, outcome="confirmed", words="It is him.", actor=actor)
    with scopes_disabled():
        assert Need.objects.get(pk=match.need_id).status == Need.Status.WITHDRAWN
    assert status(match) == Match.Status.UNCONFIRMED


def test_a_restriction_ends_the_yes_and_the_asking(make_offer, categories, actor):
    offer = make_offer("tutoring")
    answer = {"offer": offer, "category": categories["tutoring"], "accepted": True, "actor": actor}
    vetting_record(grounds="Met", **answer)
    offer.refresh_from_db()
    assert offer.status == Offer.Status.LIVE
    restriction = ban(offer.person, actor, person_restrict)
    offer.refresh_from_db()
    assert offer.status == Offer.Status.WAITING
    assert is_restricted(offer.person)
    assert not is_banned(offer.person)
    with pytest.raises(NotPossible):
        vetting_record(grounds="Met again", **answer)
    books = make_offer(email="marie@example.org")
    with pytest.raises(NotPossible):
        ask(books, categories["textbooks"], email="petr@example.org")
    ban_lift(ban=restriction, reason="A mistake", actor=actor)
    assert vetting_record(grounds="Met again", **answer).accepted
    assert ask(books, categories["textbooks"], email="petr@example.org").status == "asked"


def test_lifted_it_forgets_the_contacts(make_offer, actor):
    offer = make_offer()
    one = ban(offer.person, actor)
    ban_lift(ban=one, reason="It was someone else", actor=actor)
    ban_lift(ban=one, reason="It was someone else", actor=actor)
    assert not BanMark.objects.exists()
    assert not is_banned(offer.person)
    assert AuditEntry.objects.get(action="ban.lift").reason == "It was someone else"
    offer_show(offer=offer, actor=actor)
    with scopes_disabled():
        assert ban(offer.person, actor) != one, "banned anew after it was lifted"


def test_of_an_erased_person_the_marks_stay(make_offer, actor):
    offer = make_offer()
    one = ban(offer.person, actor)
    person_erase(person_id=offer.person_id, actor=Actor.system())
    with scopes_disabled():
        one = Ban.objects.get(pk=one.pk)
    assert (one.person, one.reason, one.cause) == (None, "", "exploitation")
    assert {mark.kind for mark in one.marks.all()} == {"email", "phone"}
    again = make_offer(
        email="petr@example.org", status="unconfirmed", claimed={"name": "P", "phone": ""}
    )
    offer_confirm(offer=again, actor=NOBODY)
    again.refresh_from_db()
    assert again.status == Offer.Status.HIDDEN


def test_of_an_erased_person_a_case_keeps_only_what_counts(
    make_offer, actor, django_capture_on_commit_callbacks
):
    ban(make_offer().person, actor)
    offer = make_offer(status="unconfirmed", claimed={"name": "P", "phone": ""})
    offer_confirm(offer=offer, actor=NOBODY)
    [case] = cases()
    with django_capture_on_commit_callbacks(execute=True):
        person_erase(person_id=offer.person_id, actor=Actor.system())
    [case] = cases()
    assert (case.person, case.offer, case.thing, case.words) == (None, None, "", "")
    assert (case.status, case.outcome) == ("closed", "unclear")
    with scopes_disabled():
        signal = Signal.objects.get()
    assert (signal.code, signal.key, signal.evidence) == ("returning", None, "")
    assert not SubjectKey.objects.filter(pk=case.pk).exists()


def test_a_foreign_organisation_reads_no_ban(make_offer, actor):
    ban(make_offer().person, actor)
    other = Organisation.objects.create(name="Other", slug="other", kind="member")
    with scope(organisation=other):
        assert not Ban.objects.exists()


def test_an_imported_offer_with_a_known_phone_is_held(make_offer, actor):
    ban(make_offer().person, actor)
    known, other = make_offer(email="pavel@example.org"), make_offer(email="marie@example.org")
    Person._base_manager.filter(pk=other.person_id).update(phone_index="")
    with scopes_disabled():
        offers_hold(offers=[known, other], actor=Actor.system())
    assert [known.status, other.status] == [Offer.Status.HIDDEN, Offer.Status.LIVE]
    assert [case.offer for case in cases()] == [known]

"""An offer goes to another organisation: who had it, who saw it, and the cases that go along."""

import pytest
from django.urls import reverse
from django_scopes import scope, scopes_disabled

from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor, actor_of
from nebe.core.people.models import Disclosure, Organisation
from nebe.core.privacy.audit import audit_flush, audit_forget
from nebe.core.privacy.models import AuditEntry
from nebe.exchange.models import Offer, SafeguardingCase
from nebe.exchange.safeguarding.cases import signal_record
from nebe.exchange.safeguarding.rules import Seen
from nebe.exchange.services import handling, need_handling
from nebe.exchange.services.safeguarding import case_take

from .needs import need_make

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def network(cast):
    return cast.office


@pytest.fixture
def marta(cast):
    return actor_of(cast.marta, has_mfa=True)


@pytest.fixture
def offer(make_offer, cast, jana):
    """Taken on by Jana's organisation."""
    offer = make_offer()
    handling.offer_take_on(offer=offer, organisation=cast.pomoc, actor=jana)
    return offer


def page(client, name, *args) -> str:
    return client.get(reverse(f"exchange_staff:{name}", args=args)).content.decode()


def knows(organisation, offer) -> bool:
    rows = Disclosure.objects.filter(person=offer.person_id, purpose="offer")
    return rows.filter(organisation=organisation).exists()


def hand_over(client, offer, to, reason="They know the town"):
    address = reverse("exchange_staff:hand_over", args=[offer.pk])
    return client.post(address, {"to": str(to.pk), "reason": reason}, follow=True)


def test_it_works(cast, client_for, offer, marta):
    jana, other = client_for(cast.jana), client_for(cast.marta)
    assert marta.organisation.name in page(jana, "hand_over", offer.pk)
    hand_over(jana, offer, marta.organisation)
    offer.refresh_from_db()
    assert offer.handler == marta.organisation
    assert (knows(cast.pomoc, offer), knows(marta.organisation, offer)) == (False, True)
    assert "petr@example.org" not in page(jana, "offer", offer.pk)
    seen = page(other, "offer", offer.pk)
    assert "petr@example.org" in seen
    assert "They know the town" in seen
    assert "was handed over to your organisation" in seen
    listing = other.get(reverse("exchange_staff:offers"), {"handler": "new"}).content.decode()
    assert "handed over to you" in listing
    assert "offers were handed over to us" in other.get("/en/console/").content.decode()
    entry = AuditEntry.objects.get(action="offer.hand_over")
    assert (entry.organisation, entry.reason) == (cast.pomoc.pk, "They know the town")


def test_once_seen_it_is_no_longer_new(cast, client_for, offer, marta):
    hand_over(client_for(cast.jana), offer, marta.organisation)
    other = client_for(cast.marta)
    for _ in range(2):
        other.post(reverse("exchange_staff:act", args=[offer.pk, "received"]))
    offer.refresh_from_db()
    assert offer.handed_over_at is None
    assert AuditEntry.objects.filter(action="offer.seen").count() == 1
    listing = other.get(reverse("exchange_staff:offers"), {"handler": "new"}).content.decode()
    assert offer.title not in listing


def test_the_trail_says_who_had_it_and_who_looked(cast, client_for, offer, marta):
    audit_forget()
    jana, other = client_for(cast.jana), client_for(cast.marta)
    page(jana, "offer", offer.pk)
    page(jana, "offer", offer.pk)
    audit_flush()
    own = page(jana, "offer", offer.pk)
    assert own.count("</bdi>: looked at it") == 1  # once a day
    assert f"<bdi>{cast.jana}</bdi>: looked at it" in own
    hand_over(jana, offer, marta.organisation)
    audit_flush()
    page(other, "offer", offer.pk)
    audit_flush()
    theirs = page(other, "offer", offer.pk)
    assert f"<bdi>{cast.pomoc}</bdi>: handed it over — <bdi>They know the town</bdi>" in theirs
    assert f"<bdi>{marta.organisation}</bdi>: received it" in theirs
    assert f"<bdi>{cast.marta}</bdi>: looked at it" in theirs
    assert str(cast.jana) not in theirs  # of others the organisation alone
    assert "</bdi>: looked at it" not in page(jana, "offer", offer.pk)


def test_the_page_of_a_need_says_who_looked(cast, client_for, categories, jana):
    audit_forget()
    need = need_make(cast.office, categories["textbooks"])
    need_handling.need_take_on(need=need, actor=jana)
    client = client_for(cast.jana)
    page(client, "need", need.pk)
    audit_flush()
    shown = page(client, "need", need.pk)
    assert f"<bdi>{cast.jana}</bdi>: looked at it" in shown
    assert f"<bdi>{cast.jana}</bdi>: took it on" in shown


def test_pressed_twice_it_is_handed_over_once(cast, client_for, offer, marta, jana):
    for _ in range(2):
        assert hand_over(client_for(cast.jana), offer, marta.organisation).status_code == 200
    handling.offer_hand_over(offer=offer, to=marta.organisation, reason="Again", actor=jana)
    assert AuditEntry.objects.filter(action="offer.hand_over").count() == 1


def test_a_reason_is_needed_and_somebody_who_works_there(cast, client_for, offer, marta, jana):
    assert hand_over(client_for(cast.jana), offer, marta.organisation, "").status_code == 422
    empty = Organisation.objects.create(name="E", slug="e", kind="member", status="active")
    assert hand_over(client_for(cast.jana), offer, empty).status_code == 422
    for to, reason in ((empty, "Why"), (cast.pomoc, "Why"), (marta.organisation, " ")):
        with pytest.raises(NotPossible):
            handling.offer_hand_over(offer=offer, to=to, reason=reason, actor=jana)
    assert Offer.objects.get().handler == cast.pomoc


def test_only_who_handles_it_hands_it_over(cast, client_for, offer, marta):
    address = reverse("exchange_staff:hand_over", args=[offer.pk])
    assert client_for(cast.marta).get(address).status_code == 404
    with pytest.raises(NotPossible):
        handling.offer_hand_over(offer=offer, to=cast.office, reason="Why", actor=marta)


def case_about(thing, *, holds=False) -> SafeguardingCase:
    case = signal_record(seen=Seen("aimed", {}), thing=thing, person=thing.person, holds=holds)
    assert case
    return case


def where(case) -> Organisation:
    with scopes_disabled():
        case.refresh_from_db()
        return case.organisation


def test_an_open_case_goes_with_its_offer(cast, offer, marta, jana):
    case = case_about(offer)
    case_take(case=case, actor=jana)
    handling.offer_hand_over(offer=offer, to=marta.organisation, reason="Why", actor=jana)
    assert where(case) == marta.organisation
    assert (case.status, case.taken_by) == (SafeguardingCase.Status.NEW, None)
    assert AuditEntry.objects.filter(action="safeguarding.pass_on", row=str(case.pk)).exists()
    handling.offer_hand_back(offer=offer, organisation=marta.organisation, actor=marta)
    assert where(case) == offer.controller


def test_an_open_case_goes_with_its_need_and_its_conversations(cast, categories, jana, make_offer):
    need = need_make(cast.office, categories["textbooks"])
    case = case_about(need)
    assert where(case) == cast.office
    need_handling.need_take_on(need=need, actor=jana)
    assert where(case) == cast.pomoc
    with scope(organisation=cast.pomoc):
        assert SafeguardingCase.objects.get() == case
    need_handling.need_hand_back(need=need, actor=jana)
    assert where(case) == cast.office


def test_a_closed_case_stays_where_it_was_decided(cast, categories, jana):
    need = need_make(cast.office, categories["textbooks"])
    case = case_about(need)
    with scopes_disabled():
        SafeguardingCase.objects.update(status=SafeguardingCase.Status.CLOSED)
    need_handling.need_take_on(need=need, actor=jana)
    assert where(case) == cast.office


def test_what_is_held_back_changes_hands_with_nobody(cast, make_offer, jana):
    offer = make_offer()
    case = case_about(offer, holds=True)
    with pytest.raises(NotPossible):
        handling.offer_take_on(offer=offer, organisation=cast.pomoc, actor=jana)
    assert where(case) == cast.office
    with scopes_disabled():
        SafeguardingCase.objects.update(status=SafeguardingCase.Status.CLOSED)
    handling.offer_take_on(offer=offer, organisation=cast.pomoc, actor=Actor.system())
    assert Offer.objects.get().handler == cast.pomoc

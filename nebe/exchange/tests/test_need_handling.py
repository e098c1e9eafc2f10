"""Who handles a need: taking on, handing back, colleagues, notes, tags, the day to look again."""

from datetime import date

import pytest
from django.urls import reverse
from django_scopes import scope, scopes_disabled

from nebe.core.errors import NotPossible
from nebe.core.people.actors import actor_of
from nebe.core.people.models import Disclosure
from nebe.core.privacy.audit import audit_flush, audit_forget
from nebe.core.privacy.models import AuditEntry
from nebe.exchange.models import Match, Need, NeedNote, Tag
from nebe.exchange.services import marks, proposals
from nebe.exchange.services import need_handling as handling

from .needs import loaded, need_make, shared

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def network(cast):
    return cast.office


@pytest.fixture
def marta(cast):
    return actor_of(cast.marta, has_mfa=True)


@pytest.fixture
def need(cast, categories):
    """A need that nobody has taken on."""
    return need_make(cast.office, categories["textbooks"], text="Secret words")


def again(need) -> Need:
    with scopes_disabled():
        return Need.objects.select_related("person", "organisation").get(pk=need.pk)


def knows(organisation, need) -> bool:
    return Disclosure.objects.filter(organisation=organisation, person=need.person_id).exists()


def test_it_works(need, cast, jana, make_offer):
    with scope(organisation=cast.office):
        match = proposals.match_propose(need=need, offer=make_offer(), actor=jana)
    handling.need_take_on(need=need, actor=jana)
    taken = again(need)
    assert taken.organisation == cast.pomoc
    assert taken.taken_on_at
    assert list(taken.assignees.all()) == [cast.jana]
    assert loaded(match).organisation == cast.pomoc
    assert knows(cast.pomoc, need)


def test_another_organisation_cannot_take_it_too(need, jana, marta, cast):
    handling.need_take_on(need=need, actor=jana)
    handling.need_take_on(need=again(need), actor=jana)
    with pytest.raises(NotPossible, match="Another organisation"):
        handling.need_take_on(need=again(need), actor=marta)
    assert again(need).organisation == cast.pomoc
    assert not knows(cast.breh, need)
    assert AuditEntry.objects.filter(action="need.take_on").count() == 1


def test_what_was_asked_of_one_helper_only_is_nobody_s_to_take(need, jana):
    with scopes_disabled():
        Need.objects.update(seeks=False)
    with pytest.raises(NotPossible):
        handling.need_take_on(need=again(need), actor=jana)


def test_handing_back_ends_what_the_organisation_knew(need, cast, jana, make_offer):
    handling.need_take_on(need=need, actor=jana)
    need = again(need)
    with scope(organisation=cast.pomoc):
        marks.tag(row=need, name="Brno", actor=jana)
        marks.follow_up(row=need, on=date(2026, 12, 1), actor=jana)
        match = proposals.match_propose(need=need, offer=make_offer(), actor=jana)
        proposals.match_take_on(match=match, actor=jana)
    handling.need_hand_back(need=need, actor=jana)
    back = again(need)
    assert (back.organisation, back.taken_on_at, back.follow_up_on) == (cast.office, None, None)
    with scopes_disabled():
        assert not back.tags.exists()
    assert not back.assignees.exists()
    assert not knows(cast.pomoc, need)
    match = loaded(match)
    assert (match.organisation, match.status) == (cast.office, Match.Status.PROPOSED)
    assert match.coordinator is None
    with pytest.raises(NotPossible):
        handling.need_hand_back(need=back, actor=jana)


def test_the_contact_stays_known_while_another_need_is_handled(cast, categories, need, jana):
    other = need_make(cast.office, categories["housing"])
    assert other.person_id == need.person_id
    for one in (need, other):
        handling.need_take_on(need=one, actor=jana)
    handling.need_hand_back(need=again(need), actor=jana)
    assert knows(cast.pomoc, need)
    handling.need_hand_back(need=again(other), actor=jana)
    assert not knows(cast.pomoc, need)


def test_what_both_agreed_on_goes_with_the_need(need, cast, jana, marta, make_offer):
    handling.need_take_on(need=need, actor=jana)
    with scopes_disabled():
        Need.objects.update(quantity=2)
    match = shared(again(need), make_offer(capacity=2), jana)
    assert match.status == Match.Status.SHARED
    with scopes_disabled():
        Need.objects.update(status=Need.Status.OPEN)
    handling.need_hand_back(need=again(need), actor=jana)
    handling.need_take_on(need=again(need), actor=marta)
    assert loaded(match).organisation == cast.breh
    assert loaded(match).status == Match.Status.SHARED


def test_colleagues_of_the_organisation_only(need, cast, jana):
    handling.need_take_on(need=need, actor=jana)
    need = again(need)
    marks.assign(row=need, user=cast.adam, actor=jana)
    assert set(need.assignees.all()) == {cast.jana, cast.adam}
    for stranger in (cast.marta, cast.petr_user):
        with pytest.raises(NotPossible):
            marks.assign(row=need, user=stranger, actor=jana)
    marks.unassign(row=need, user=cast.jana, actor=jana)
    assert list(need.assignees.all()) == [cast.adam]


def test_a_note_sent_twice_is_one_and_sealed(need, cast, jana):
    handling.need_take_on(need=need, actor=jana)
    need = again(need)
    with scope(organisation=cast.pomoc):
        for _ in range(2):
            marks.note(row=need, text="Called her", once="a", actor=jana)
        note = NeedNote.objects.select_related("need").get()
        assert (note.text, note.by) == ("Called her", cast.jana)
        assert "Called" not in str(NeedNote.objects.values_list("text"))


# On pages


def act(client, need, view, verb=None, **data):
    args = [need.pk, verb] if verb else [need.pk]
    return client.post(reverse(f"exchange_staff:{view}", args=args), data)


def page(client, need):
    return client.get(reverse("exchange_staff:need", args=[need.pk]))


def test_who_takes_it_on_sees_whose_it_is_and_nobody_else(need, cast, client_for):
    jana, marta = client_for(cast.jana), client_for(cast.marta)
    for client in (jana, marta):
        card = page(client, need).content.decode()
        assert "Take on" in card
        for secret in ("Олена", "olena@example.org", "Secret words"):
            assert secret not in card
    assert act(jana, need, "need_act", "take-on").status_code == 302
    seen = page(jana, need).content.decode()
    for known in ("Олена", "olena@example.org", "Secret words"):
        assert known in seen
    assert page(marta, need).status_code == 404
    for view, verb in (
        ("need_act", "take-on"),
        ("need_act", "hand-back"),
        ("need_mark", "tag"),
        ("need_note", None),
    ):
        assert act(marta, need, view, verb, name="x", text="x").status_code == 404


def test_nobody_s_need_cannot_be_written_on(need, cast, client_for):
    for client in (client_for(cast.jana), client_for(cast.marta)):
        assert act(client, need, "need_note", text="x").status_code == 404
        assert act(client, need, "need_mark", "tag", name="x").status_code == 404
        assert act(client, need, "need_act", "hand-back").status_code == 404


def test_that_it_was_looked_at_is_in_the_trail(need, cast, client_for):
    client = client_for(cast.jana)
    act(client, need, "need_act", "take-on")
    audit_forget()
    page(client, need)
    audit_flush()
    reads = AuditEntry.objects.filter(action="read", user=cast.jana.pk)
    rows = set(reads.values_list("row", flat=True))
    assert {str(need.pk), str(need.person_id)} <= rows


def test_marks_are_made_and_taken_away(need, cast, client_for):
    client = client_for(cast.jana)
    act(client, need, "need_act", "take-on")
    act(client, need, "need_mark", "tag", name=" two  cats ")
    act(client, need, "need_mark", "assign", user=cast.adam.pk)
    act(client, need, "need_mark", "follow-up", on="2026-12-24")
    shown = page(client, need).content.decode()
    assert "two cats" in shown
    assert "Adam Dvořák" in shown
    assert again(need).follow_up_on == date(2026, 12, 24)
    act(client, need, "need_mark", "untag", name="two cats")
    act(client, need, "need_mark", "unassign", user=cast.jana.pk)
    act(client, need, "need_mark", "follow-up", on="")
    need = again(need)
    assert need.follow_up_on is None
    assert list(need.assignees.all()) == [cast.adam]
    with scopes_disabled():
        assert not need.tags.exists()
        assert Tag.objects.count() == 1


@pytest.mark.parametrize(
    ("verb", "data"),
    [
        ("tag", {"name": ""}),
        ("tag", {"name": "x" * 41}),
        ("follow-up", {"on": "soon"}),
        ("assign", {"user": "nobody"}),
        ("assign", {"user": "6b1ad2f8-3b1c-4b2e-9d5e-0d6c9c1f7a10"}),
    ],
)
def test_what_is_unclear_is_said_and_changes_nothing(need, cast, client_for, verb, data):
    client = client_for(cast.jana)
    act(client, need, "need_act", "take-on")
    address = reverse("exchange_staff:need_mark", args=[need.pk, verb])
    response = client.post(address, data, follow=True)
    assert "notice bad" in response.content.decode()
    assert list(again(need).assignees.all()) == [cast.jana]
    with scopes_disabled():
        assert not Tag.objects.exists()


def test_an_unknown_verb_is_not_there(need, cast, client_for):
    client = client_for(cast.jana)
    act(client, need, "need_act", "take-on")
    for view in ("need_act", "need_mark"):
        assert act(client, need, view, "burn").status_code == 404


def test_an_empty_note_keeps_the_page(need, cast, client_for):
    client = client_for(cast.jana)
    act(client, need, "need_act", "take-on")
    response = act(client, need, "need_note", text="")
    assert response.status_code == 422
    assert "Secret words" in response.content.decode()

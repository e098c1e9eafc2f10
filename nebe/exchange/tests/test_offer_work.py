"""What an organisation notes about its offers, and the lists of what is mine, ours and overdue."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from nebe.core.errors import NotPossible
from nebe.core.people.actors import actor_of
from nebe.exchange.models import Offer, OfferNote, SavedFilter, Tag
from nebe.exchange.services import marks
from nebe.exchange.services.handling import offer_hand_back, offer_take_on
from nebe.exchange.worklist.filters import offers_counted

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
LIST = "/en/console/offers/"
NEEDS = "/en/console/needs/"


@pytest.fixture
def network(cast):
    return cast.office


@pytest.fixture
def offer(cast, jana, make_offer):
    """One that Jana has taken on."""
    offer = make_offer(title="books")
    offer_take_on(offer=offer, organisation=cast.pomoc, actor=jana)
    return offer


def act(client, offer, verb, **data):
    return client.post(reverse("exchange_staff:offer_mark", args=[offer.pk, verb]), data)


def note(client, offer, text="Called her", **data):
    path = reverse("exchange_staff:offer_note", args=[offer.pk])
    return client.post(path, {"text": text, "once": "0" * 31 + "1", **data})


def page_of(client, offer) -> str:
    return client.get(reverse("exchange_staff:offer", args=[offer.pk])).content.decode()


def test_it_works(offer, cast, client_for):
    client = client_for(cast.jana)
    act(client, offer, "tag", name="Christmas")
    act(client, offer, "assign", user=str(cast.adam.pk))
    act(client, offer, "follow-up", on="2026-12-24")
    note(client, offer)
    note(client, offer)  # pressed twice
    page = page_of(client, offer)
    for text in ("Christmas", "Called her", "2026-12-24", str(cast.adam)):
        assert text in page
    with scopes_disabled():
        assert OfferNote.objects.count() == 1


def test_whoever_takes_it_on_sees_to_it(offer, cast):
    assert list(offer.assignees.all()) == [cast.jana]


def test_others_neither_see_nor_note(offer, cast, client_for):
    note(client_for(cast.jana), offer)
    marta = client_for(cast.marta)
    assert "Called her" not in page_of(marta, offer)
    assert act(marta, offer, "tag", name="x").status_code == 404
    assert note(marta, offer, "x").status_code == 404
    assert act(client_for(cast.jana), offer, "nonsense").status_code == 404


def test_only_colleagues_are_given_something_to_see_to(offer, cast, jana):
    with pytest.raises(NotPossible):
        marks.assign(row=offer, user=cast.marta, actor=jana)


def test_handed_back_the_marks_are_gone_and_the_notes_stay_with_who_wrote_them(
    offer, cast, jana, client_for
):
    with scope(organisation=cast.pomoc):
        marks.tag(row=offer, name="Christmas", actor=jana)
        marks.follow_up(row=offer, on=timezone.localdate(), actor=jana)
        marks.note(row=offer, text="Ours only", once="1", actor=jana)
    offer_hand_back(offer=offer, organisation=cast.pomoc, actor=jana)
    marta = actor_of(cast.marta, has_mfa=True)
    offer_take_on(offer=offer, organisation=cast.breh, actor=marta)
    offer.refresh_from_db()
    assert offer.follow_up_on is None
    assert list(offer.assignees.all()) == [cast.marta]
    assert not Offer.tags.through.objects.exists()
    assert "Ours only" not in page_of(client_for(cast.marta), offer)


def test_mine_ours_nobodys_and_overdue(offer, cast, jana, make_offer, client_for):
    make_offer(title="free")
    other = make_offer(title="lessons")
    offer_take_on(offer=other, organisation=cast.pomoc, actor=actor_of(cast.adam, has_mfa=True))
    today = timezone.localdate()
    marks.follow_up(row=offer, on=today, actor=jana)
    marks.follow_up(row=other, on=today + timedelta(days=1), actor=jana)
    assert offers_counted(jana) == {"mine": 1, "ours": 2, "nobody": 1, "overdue": 1}
    client = client_for(cast.jana)
    for whose, shown in (
        ("mine", {"books"}),
        ("ours", {"books", "lessons"}),
        ("nobody", {"free"}),
        ("overdue", {"books"}),
    ):
        page = client.get(f"{LIST}?whose={whose}").content.decode()
        titles = ("books", "lessons", "free")
        assert {title for title in titles if f">{title}</a>" in page} == shown


def test_over_but_still_live_is_overdue(offer, jana):
    Offer.objects.filter(pk=offer.pk).update(
        status="live", available_until=timezone.localdate() - timedelta(days=1)
    )
    assert offers_counted(jana)["overdue"] == 1


def test_narrowed_by_the_organisations_own_tag(offer, cast, jana, client_for, make_offer):
    make_offer(title="free")
    with scope(organisation=cast.pomoc):
        marks.tag(row=offer, name="Christmas", actor=jana)
        tag = Tag.objects.get()
    page = client_for(cast.jana).get(f"{LIST}?tag={tag.pk}").content.decode()
    assert ">books</a>" in page
    assert ">free</a>" not in page
    page = client_for(cast.marta).get(f"{LIST}?tag={tag.pk}").content.decode()
    assert ">free</a>" in page  # a tag of others narrows nothing


def test_filters_are_saved_for_each_list_apart(cast, client_for):
    client, path = client_for(cast.jana), reverse("exchange_staff:filter_save")
    for which, query in (("offers", "whose=mine"), ("needs", "whose=overdue")):
        client.post(path, {"name": "Morning", "query": query, "list": which})
    assert SavedFilter.objects.count() == 2
    page = client.get(NEEDS).content.decode()
    assert '<a href="?whose=overdue">Morning</a>' in page
    assert '<a href="?whose=mine">Morning</a>' not in page
    saved = SavedFilter.objects.get(list="needs")
    answer = client.post(reverse("exchange_staff:filter_delete", args=[saved.pk]))
    assert answer.url == NEEDS

"""The coordinator's list of needs and the buttons of one need's page."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from nebe.core.people.actors import actor_of
from nebe.exchange.models import Match, MatchStep, Need
from nebe.exchange.services import marks, proposals
from nebe.exchange.services import need_handling as handling
from nebe.exchange.services.matches import match_share_contact
from nebe.exchange.views import need_worklist

from .needs import NOBODY, loaded, need_make

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
LIST = "/en/console/needs/"


@pytest.fixture
def network(cast):
    return cast.office


@pytest.fixture
def actor(cast):
    return actor_of(cast.jana, has_mfa=True)


@pytest.fixture
def jana(cast, client_for):
    return client_for(cast.jana)


@pytest.fixture
def make_need(cast, categories, plzen):
    """`make_need("housing", taken=True)`: nobody's, or taken on by Pomocná ruka."""

    def make(slug="textbooks", *, taken=False, **fields) -> Need:
        need = need_make(cast.office, categories[slug], **({"municipality": plzen} | fields))
        if taken:
            handling.need_take_on(need=need, actor=actor_of(cast.adam, has_mfa=True))
        return need

    return make


def listed(client, query="") -> set[str]:
    page = client.get(f"{LIST}?{query}")
    assert page.status_code == 200
    return set(re.findall(rf'href="{LIST}([0-9a-f-]{{36}})/"', page.content.decode()))


def ids(*needs) -> set[str]:
    return {str(need.pk) for need in needs}


def pair(client, need, offer, verb="offer", **kwargs):
    address = reverse("exchange_staff:need_pair", args=[need.pk, offer.pk, verb])
    return client.post(address, **kwargs)


def move(client, need, match, verb, **data):
    address = reverse("exchange_staff:need_match", args=[need.pk, match.pk, verb])
    return client.post(address, data, follow=True)


def page_of(client, need) -> str:
    return client.get(reverse("exchange_staff:need", args=[need.pk])).content.decode()


def match_of(need) -> Match:
    with scopes_disabled():
        return loaded(Match.objects.get(need=need))


def test_it_works(jana, make_need, cast):
    free, ours = make_need(), make_need("housing", taken=True, email="maria@example.org")
    page = jana.get(LIST).content.decode()
    assert listed(jana) == ids(free, ours)
    assert "Olena" in page  # ours, by name
    assert page.count("Olena") == 1
    assert "maria@example.org" not in page


def test_the_filter_as_it_stands_asks_for_the_open_ones(jana, make_need):
    free, held = make_need(), make_need(taken=True, email="maria@example.org")
    with scopes_disabled():
        Need.objects.filter(pk=held.pk).update(status=Need.Status.HELD)
    page = jana.get(LIST).content.decode()
    chosen = re.search(r'<select name="status".*?<option value="([^"]*)"', page, re.DOTALL)[1]
    assert listed(jana, f"status={chosen}") == ids(free)
    assert listed(jana, "status=held") == ids(held)


def test_an_empty_list_says_what_to_do(jana):
    assert "No need fits" in jana.get(LIST).content.decode()


def test_what_others_handle_and_what_is_asked_of_one_helper_is_not_listed(
    jana, make_need, cast, client_for
):
    taken, single = make_need(taken=True), make_need(seeks=False)
    unconfirmed = make_need(status=Need.Status.UNCONFIRMED)
    marta = client_for(cast.marta)
    assert listed(marta) == set()
    assert listed(jana) == ids(taken)
    for need in (single, unconfirmed):
        address = reverse("exchange_staff:need", args=[need.pk])
        assert jana.get(address).status_code == 404


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("whose=mine", {"mine"}),
        ("whose=ours", {"mine", "ours"}),
        ("whose=nobody", {"free", "late"}),
        ("whose=overdue", {"ours", "late"}),
        ("category=housing", {"free"}),
        ("region=CZ-64", {"mine"}),
        ("urgency=0", {"ours"}),
        ("status=met", {"met"}),
        ("whose=nonsense&urgency=x&page=99", {"mine", "ours", "free", "late"}),
    ],
)
def test_filters(jana, cast, make_need, towns, query, shown):
    today = timezone.localdate()
    needs = {
        "mine": make_need(taken=True, municipality=towns["Brno"]),
        "ours": make_need(taken=True, urgency=0),
        "free": make_need("housing"),
        "late": make_need(needed_until=today - timedelta(days=1)),
        "met": make_need(taken=True),
    }
    with scopes_disabled():
        needs["mine"].assignees.add(cast.jana)
        Need.objects.filter(pk=needs["ours"].pk).update(follow_up_on=today)
        Need.objects.filter(pk=needs["met"].pk).update(status=Need.Status.MET)
    assert towns["Brno"].region_id == "CZ-64"
    assert listed(jana, query) == ids(*(needs[name] for name in shown))


def test_counts(jana, make_need, cast):
    make_need()
    make_need(taken=True)
    make_need(taken=True)
    page = jana.get(LIST).content.decode()
    for words in ("mine (0)", "my organisation&#x27;s (2)", "nobody&#x27;s yet (1)", "overdue (0)"):
        assert words in page
    cards = jana.get("/en/console/").content.decode()
    assert "needs that nobody has taken on" in cards


def test_tags_narrow_the_list(jana, make_need, actor, cast):
    need = make_need(taken=True)
    make_need(taken=True)
    with scope(organisation=cast.pomoc):
        marks.tag(row=need, name="pets", actor=actor)
        tag = need.tags.get()
    assert listed(jana, f"tag={tag.pk}") == ids(need)


def test_pages(jana, make_need, monkeypatch):
    monkeypatch.setattr(need_worklist, "PER_PAGE", 2)
    needs = [make_need(email=f"{i}@example.org", taken=i % 2) for i in range(3)]
    first, second = listed(jana), listed(jana, "page=2")
    assert (len(first), len(second)) == (2, 1)
    assert first | second == ids(*needs)


def test_the_most_urgent_comes_first(jana, make_need):
    later, now = make_need(urgency=3), make_need(urgency=0)
    page = jana.get(LIST).content.decode()
    assert page.index(str(now.pk)) < page.index(str(later.pk))


def test_a_list_of_many_takes_as_many_queries_as_one_of_few(
    jana, make_need, django_assert_max_num_queries
):
    for i in range(12):
        make_need(email=f"{i}@example.org", taken=True)
    jana.get(LIST)
    with django_assert_max_num_queries(26):
        jana.get(LIST)


def test_one_button_offers_to_both(jana, make_need, make_offer, mails):
    offer, need = make_offer(), make_need(taken=True)
    page = page_of(jana, need)
    assert "Offer this to both" in page
    assert page.index('accesskey="o"') < page.index('id="handling"')
    for _ in range(2):
        response = pair(jana, need, offer, follow=True)
        assert "Both are told" in response.content.decode()
    assert match_of(need).status == Match.Status.OFFERED
    assert len(mails.all("offered_helper")) == 1
    shown = page_of(jana, need)
    assert "offered to both" in shown
    assert "Jana Nováková" in shown
    assert 'accesskey="o"' not in shown  # tried already


def test_a_match_through_all_its_states(jana, make_need, make_offer):
    offer, need = make_offer(), make_need(taken=True)
    pair(jana, need, offer, "propose")
    match = match_of(need)
    for verb, status in (
        ("take-on", "taken_on"),
        ("hand-back", "proposed"),
        ("take-on", "taken_on"),
        ("offer", "offered"),
    ):
        assert "Done." in move(jana, need, match, verb).content.decode()
        assert loaded(match).status == status
    for side in ("seeker", "helper"):
        match_share_contact(match=loaded(match), side=side, actor=NOBODY)
    assert "Friday" in move(jana, need, match, "arrange", text="Friday").content.decode()
    move(jana, need, match, "undo")
    assert loaded(match).status == "shared"
    assert "Friday" not in page_of(jana, need)
    move(jana, need, match, "fulfil")
    assert loaded(match).status == "fulfilled"
    with scopes_disabled():
        assert MatchStep.objects.filter(match=match, undone_at=None).last().by == "staff"


def test_pressed_twice_is_once(jana, make_need, make_offer):
    need = make_need(taken=True)
    pair(jana, need, make_offer(), "propose")
    match = match_of(need)
    for verb, data in (("offer", {}), ("call-off", {"reason": "other"})):
        for _ in range(2):
            page = move(jana, need, match, verb, **data).content.decode()
            assert "notice bad" not in page
    assert loaded(match).status == Match.Status.CLOSED


def test_dismissing_can_be_undone(jana, make_need, make_offer):
    need = make_need(taken=True)
    pair(jana, need, make_offer(), "propose")
    match = match_of(need)
    assert "Why?" in move(jana, need, match, "dismiss").content.decode()
    assert loaded(match).status == Match.Status.PROPOSED
    move(jana, need, match, "dismiss", reason="not_as_described")
    assert loaded(match).status == Match.Status.CLOSED
    assert "Not as described" in page_of(jana, need)
    move(jana, need, match, "undo")
    assert (loaded(match).status, loaded(match).closed_at) == (Match.Status.PROPOSED, None)


def test_a_failure_is_written_down_and_the_offer_is_suggested_to_others(
    jana, make_need, make_offer
):
    offer, need = make_offer(), make_need(taken=True)
    pair(jana, need, offer)
    match = match_of(need)
    for side in ("seeker", "helper"):
        match_share_contact(match=match, side=side, actor=NOBODY)
    page = move(jana, need, match, "fail", reason="unsafe", text="A neighbour warned us")
    assert "It did not feel safe" in page.content.decode()
    assert "A neighbour warned us" in page.content.decode()
    other = make_need(email="other@example.org", taken=True)
    assert offer.title in page_of(jana, other)


def test_rows_of_others_are_not_there(jana, make_need, make_offer, cast, client_for, actor):
    offer, need = make_offer(), make_need(taken=True)
    match = proposals.match_propose(need=loaded_need(need), offer=offer, actor=actor)
    marta = client_for(cast.marta)
    assert pair(marta, need, offer).status_code == 404
    assert move(marta, need, match, "offer").status_code == 404
    mine = make_need(email="b@example.org", taken=True)
    assert move(jana, mine, match, "offer").status_code == 404  # of another need
    assert pair(jana, make_need(email="c@example.org"), offer).status_code == 404  # nobody's
    for verb in ("burn", "confirm"):
        assert move(jana, need, match, verb).status_code == 404
        assert pair(jana, need, offer, verb).status_code == 404
    assert loaded(match).status == Match.Status.PROPOSED


def loaded_need(need) -> Need:
    with scopes_disabled():
        return Need.objects.get(pk=need.pk)


def test_an_auditor_reads_and_changes_nothing(make_need, cast, client_for, make_offer):
    need = make_need()
    with scopes_disabled():
        Need.objects.update(taken_on_at=timezone.now())  # by the office
    agata = client_for(cast.agata)
    page = page_of(agata, need)
    assert "Olena" in page or "Олена" in page
    assert "<button>" not in page.split("<main")[1]
    assert pair(agata, need, make_offer()).status_code == 404


def test_an_offer_that_is_full_cannot_be_offered(jana, make_need, make_offer):
    need, offer = make_need(taken=True), make_offer(taken=1)
    assert offer.title not in page_of(jana, need)
    assert "no place left" in pair(jana, need, offer, follow=True).content.decode()
    with scopes_disabled():
        assert not Match.objects.exists()


def test_a_need_with_much_behind_it(jana, make_need, make_offer, actor, cast):
    """Queries that grow with the rows raise in tests."""
    need = loaded_need(make_need(taken=True, quantity=3))
    with scope(organisation=cast.pomoc):
        for place in range(3):
            offer = make_offer(title=f"Tried {place}", email=f"{place}@example.org", capacity=3)
            proposals.match_propose(need=need, offer=offer, actor=actor)
            marks.note(row=need, text=f"Note {place}", once=str(place), actor=actor)
            marks.tag(row=need, name=f"tag {place}", actor=actor)
            make_offer(title=f"Fits {place}", email=f"{place}@example.org", capacity=3)
    page = page_of(jana, need)
    for words in ("Tried", "Note", "tag", "Fits"):
        assert all(f"{words} {place}" in page for place in range(3))


def test_what_was_proposed_already_says_why_it_fits(jana, make_need, make_offer):
    need, offer = make_need(taken=True), make_offer(title="The proposed")
    pair(jana, need, offer, "propose")
    page = page_of(jana, need)
    assert "in the same place" in page
    assert page.count("The proposed") == 1
    assert "No offer" not in page
    with scopes_disabled():
        Need.objects.filter(pk=need.pk).update(status=Need.Status.MET)
    assert "The proposed" not in page_of(jana, need)


def test_the_key_offers_what_was_proposed_first(jana, make_need, make_offer):
    need, offers = make_need(taken=True), [make_offer(title=f"Offer {place}") for place in range(3)]
    for offer in offers[:2]:
        pair(jana, need, offer, "propose")
    page = page_of(jana, need)
    assert page.count('accesskey="o"') == 1
    assert page.index("Offer 0") < page.index('accesskey="o"') < page.index("Offer 1")

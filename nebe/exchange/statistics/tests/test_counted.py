"""What the exchange counts for indicators of projects: each person once."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_scopes import scopes_disabled

from nebe.core.people.actors import Actor, actor_of
from nebe.core.ui.counted import Cell, Where, counted_indicator
from nebe.exchange.models import Match
from nebe.exchange.services import match_course as course
from nebe.exchange.statistics.tally import need_count
from nebe.exchange.tests.needs import shared

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
EVERYWHERE = Where()


@pytest.fixture
def network(cast):
    return cast.office


@pytest.fixture
def help_given(cast, make_need, make_offer):
    """Olena asks Petr, and he helps; the need as it was."""

    def make(email="olena@example.org", helper="petr@example.org", days_ago=0, **fields):
        need = make_need(email=email, confirmed_at=timezone.now(), **fields)
        offer = make_offer(status="live", email=helper)
        match = shared(need, offer, actor_of(cast.jana, has_mfa=True))
        course.match_fulfil(match=match, by="seeker", actor=Actor.nobody())
        with scopes_disabled():
            at = timezone.now() - timedelta(days=days_ago)
            Match.objects.filter(pk=match.pk).update(closed_at=at)
        return match

    return make


def counted(code: str, *, days: int = 30, first: int | None = None, where=EVERYWHERE) -> list[Cell]:
    """Of the last `days`, of those the last `first`."""
    today = timezone.localdate()
    since = today - timedelta(days=days)
    begin = since if first is None else today - timedelta(days=first)
    indicator = counted_indicator(f"exchange.{code}")
    return indicator.count(since=since, first=begin, last=today, where=where)


def test_a_person_who_is_helped_twice_is_counted_once(help_given, cast, plzen):
    help_given(people=4, days_ago=3)
    help_given(people=2, helper="b@example.org", organisation=cast.pomoc)  # known there, too
    help_given(email="iryna@example.org", people=1)
    region = plzen.region_id
    assert counted("people_helped") == [Cell(region, 5, 2)]
    assert counted("people_helped", first=1) == [Cell(region, 1, 1)]  # Olena was helped before
    assert counted("helpers") == [Cell(region, 2, 2)]
    assert counted("needs_helped") == [Cell("textbooks", 3, 3)]


def test_it_is_narrowed_to_a_region_and_an_organisation(help_given, cast, plzen, towns):
    help_given(organisation=cast.pomoc)
    help_given(email="iryna@example.org", municipality=towns["Brno"])
    for code in ("people_helped", "needs_helped", "helpers"):
        here = counted(code, where=Where(region=plzen.region))
        assert [cell.number for cell in here] == [1]
        theirs = counted(code, where=Where(organisation=cast.pomoc))
        assert [cell.number for cell in theirs] == [1]
        assert counted(code, where=Where(towns["Brno"].region, cast.pomoc)) == []


def test_needs_of_organisations_are_not_people(help_given, cast):
    help_given(for_organisation=cast.breh)
    assert counted("people_helped") == []


def test_how_many_needs_are_left_without_help(help_given, make_need, plzen):
    with scopes_disabled():
        for need in (help_given().need, make_need(email="a@example.org"), make_need("tutoring")):
            need_count(need.pk)
    today = timezone.localdate()
    left = {
        code: counted_indicator(f"exchange.{code}").left_open(until=today, where=EVERYWHERE)
        for code in ("needs_helped", "people_helped")
    }
    assert left["needs_helped"] == {"textbooks": 1, "tutoring": 1}
    assert left["people_helped"] == {plzen.region_id: 2}


def test_groups_have_names(categories, plzen):
    assert counted_indicator("exchange.needs_helped").names(["textbooks"]) == {
        "textbooks": "Textbooks"
    }
    names = counted_indicator("exchange.helpers").names([plzen.region_id, ""])
    assert names == {plzen.region_id: str(plzen.region)}

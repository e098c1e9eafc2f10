"""On the demonstration the counts add up with the lists that coordinators work with."""

import pytest
from django.db.models import Count, Sum
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from nebe.core.people.actors import actor_of
from nebe.core.people.models import Organisation, User
from nebe.core.places.testing import places_for_tests
from nebe.exchange.categories import categories_load
from nebe.exchange.demo import load
from nebe.exchange.models import Match, MatchStep, Need, Offer, PublishedMonth, Tally
from nebe.exchange.selectors.need_worklist import needs_seen_by
from nebe.exchange.selectors.statistics import Choices, standing_of, statistics_of
from nebe.exchange.tests.test_demo import NOW
from nebe.exchange.worklist.filters import NOT_LISTED, offers_for_worklist

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
TODAY = timezone.localdate(NOW)


@pytest.fixture
def demo(settings, tmp_path, monkeypatch):
    def make(erased_since: int) -> None:
        settings.MEDIA_ROOT = tmp_path
        monkeypatch.setattr(load, "ERASED_SINCE", erased_since)
        places_for_tests()
        categories_load()
        assert load.demo_load(offers=120, requests=50, needs=70, now=NOW)

    return make


def counted(measure: str, *by: str) -> dict:
    tallies = Tally.objects.filter(by="", measure=measure)
    return dict(tallies.values_list(*by).annotate(Sum("number")).order_by())


def test_the_counts_are_those_of_the_lists(demo):
    demo(0)
    jana = actor_of(User.objects.get(email="jana@example.org"), has_mfa=True)
    with scopes_disabled():
        asked = Need.objects.exclude(status=Need.Status.UNCONFIRMED)
        for field in ("category", "organisation"):
            rows = asked.values_list(field).annotate(Count("pk")).order_by()
            assert counted("asked", field) == dict(rows)
        given = Match.objects.filter(status=Match.Status.FULFILLED)
        assert sum(counted("given", "organisation").values()) == given.count()
        agreed = MatchStep.objects.filter(to=Match.Status.SHARED).count()
        agreed += Match.objects.filter(steps=None).exclude(seeker_shares_at=None).count()
        assert sum(counted("agreed", "organisation").values()) == agreed
    everything = offers_for_worklist(values={}, actor=jana)
    listed = counted("offers", "organisation")
    gone = Offer.objects.filter(status=Offer.Status.WITHDRAWN).exclude(confirmed_at=None)
    assert sum(listed.values()) == everything.exclude(status__in=NOT_LISTED).count() + gone.count()
    with scope(organisation=jana.organisation):
        needs, matches = standing_of(jana)
        assert needs.total == [needs_seen_by(jana).count()]
        assert matches.total == [Match.objects.count()]


def test_a_year_that_looks_alive(demo):
    demo(4)
    eva = actor_of(User.objects.get(email="eva@example.org"), has_mfa=True)
    year = Choices(first=TODAY.replace(year=TODAY.year - 1), last=TODAY)
    with scope(organisation=eva.organisation):
        statistics = statistics_of(eva, year)
    [months] = [one for one in statistics.tables if one.key == "period"]
    assert sum(1 for row in months.rows if row.numbers[0] > 5) >= 9
    course = [
        row.numbers[0] for one in statistics.tables for row in one.rows if one.key == "course"
    ]
    assert course == sorted(course, reverse=True)
    assert statistics.days_waited is not None
    assert PublishedMonth.objects.count() >= 11
    assert Organisation.objects.exists()

"""On the demonstration the counts add up with the lists that coordinators work with."""

import pytest
from django.db.models import Count, Sum
from django_scopes import scope, scopes_disabled

from nebe.core.people.actors import actor_of
from nebe.core.people.models import User
from nebe.core.places.testing import places_for_tests
from nebe.exchange.categories import categories_load
from nebe.exchange.demo import load
from nebe.exchange.models import Match, MatchStep, Need, Offer, Tally
from nebe.exchange.selectors.need_worklist import needs_seen_by
from nebe.exchange.selectors.statistics import standing_of
from nebe.exchange.testing import demonstration_load
from nebe.exchange.worklist.filters import NOT_LISTED, offers_for_worklist

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def demo(db, settings, tmp_path, monkeypatch):
    """Without those of before, whose rows are erased."""
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(load, "ERASED_SINCE", 0)
    places_for_tests()
    categories_load()
    assert demonstration_load()


def counted(measure: str, *by: str) -> dict:
    tallies = Tally.objects.filter(by="", measure=measure)
    return dict(tallies.values_list(*by).annotate(Sum("number")).order_by())


def test_the_counts_are_those_of_the_lists(demo):
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

"""The statistics of the demonstration, read by the network's admin."""

import pytest
from django.utils import timezone
from django_scopes import scope

from nebe.core.people.actors import actor_of
from nebe.core.people.models import Organisation, User
from nebe.exchange.models import PublishedMonth
from nebe.exchange.selectors.statistics import Choices, statistics_of
from nebe.exchange.testing import NOW

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
TODAY = timezone.localdate(NOW)


def test_a_year_that_looks_alive(demonstration):
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

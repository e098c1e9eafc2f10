from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nebe.core.places.countries import COUNTRIES


class WithDeadline(models.Model):
    """A deadline as it is told: a day and a time where the page's country is."""

    closes_on = models.DateField(_("last day"), null=True, blank=True)
    closes_time = models.TimeField(_("until what time"), default=time(23, 59))

    class Meta:
        abstract = True

    @property
    def country(self) -> str:
        raise NotImplementedError

    @property
    def zone(self) -> ZoneInfo:
        country = COUNTRIES.get(self.country)
        return ZoneInfo(country.time_zone) if country else timezone.get_default_timezone()

    @property
    def closes_at(self) -> datetime | None:
        if self.closes_on is None:
            return None
        return datetime.combine(self.closes_on, self.closes_time, tzinfo=self.zone)

    def is_open_at(self, now: datetime) -> bool:
        """Until the end of the minute that is named."""
        closes = self.closes_at
        return closes is not None and now.replace(second=0, microsecond=0) <= closes


def range_valid(low, high, field: str) -> None:
    if low is not None and high is not None and high < low:
        raise ValidationError({field: _("This is less than the first amount.")})

"""Exchange rates that the network keeps, and the lists they came in."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

BASE = "EUR"  # what every rate is told for one of


class RateList(models.Model):
    """What was brought in at once, and is taken back at once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.CharField(_("source"), max_length=100)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self):
        return self.source


class ExchangeRate(models.Model):
    """On a day one `BASE` was worth `rate` of the currency; `told` is what the list says."""

    list = models.ForeignKey(RateList, on_delete=models.CASCADE, related_name="rates")
    currency = models.CharField(_("currency"), max_length=3)
    day = models.DateField(_("day"))
    rate = models.DecimalField(_("rate"), max_digits=24, decimal_places=12)
    told = models.CharField(max_length=60)

    class Meta:
        ordering = ["-day", "currency"]
        constraints = [
            models.UniqueConstraint(fields=["currency", "day"], name="one_rate_a_day"),
            models.CheckConstraint(condition=models.Q(rate__gt=0), name="rates_are_positive"),
        ]

"""Indicators that Nebe counts itself: what is counted, and what came of it."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from .projects import Project
from .results import Indicator


class CountedCode(models.Model):
    """One row for each code that is counted: whoever compares its numbers holds it."""

    code = models.CharField(primary_key=True, max_length=60)


class Counting(models.Model):
    """Which of `core/ui/counted.py`'s numbers an indicator is, and what it is narrowed to.

    The indicator's row may be replaced when a file brings the project anew: `services/kept.py`
    ties the counting to the one with the same titles.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="countings")
    indicator = models.OneToOneField(
        Indicator, null=True, on_delete=models.SET_NULL, related_name="counting"
    )
    code = models.CharField(_("what is counted"), max_length=60)
    region = models.ForeignKey(
        "nebe_places.Region", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    organisation = models.ForeignKey(
        "nebe_people.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )


class Count(models.Model):
    """One period of it. `months` are exact and for staff; what everyone may see is `published`."""

    counting = models.ForeignKey(Counting, on_delete=models.CASCADE, related_name="counts")
    first = models.DateField()
    last = models.DateField()
    counted_at = models.DateTimeField()
    months = models.JSONField(default=dict)  # first day → [[group, number, units], …]
    published = models.JSONField(default=dict)  # see `counting.py`
    is_final = models.BooleanField(default=False)

    class Meta:
        ordering = ["first"]
        constraints = [
            models.UniqueConstraint(fields=["counting", "first", "last"], name="one_count_a_period")
        ]

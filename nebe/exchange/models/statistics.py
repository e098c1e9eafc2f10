"""Counts without persons: they stay when the rows that were counted are erased."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .categories import Category


class Measure(models.TextChoices):
    """What is counted, each at the moment it happens."""

    ASKED = "asked", _("Needs")
    PEOPLE = "people", _("People asked for")
    OFFERS = "offers", _("Offers")
    KINDS = "kinds", _("Offers, once for each kind of help")
    PROPOSED = "proposed", _("Matches proposed")
    TOLD = "told", _("Helpers told")
    AGREED = "agreed", pgettext_lazy("statistics", "Agreed by both")
    ARRANGED = "arranged", pgettext_lazy("statistics", "Arranged")
    GIVEN = "given", _("Help given")
    HELPED = "helped", _("Needs with help given")
    HELPED_PEOPLE = "helped_people", _("People helped")
    FAILED = "failed", pgettext_lazy("statistics", "Came to nothing")
    DECLINED = "declined", pgettext_lazy("statistics", "Declined by the helper")
    WITHDRAWN = "withdrawn", pgettext_lazy("statistics", "Withdrawn by who asked")
    EXPIRED = "expired", pgettext_lazy("statistics", "Expired")
    CLOSED = "closed", pgettext_lazy("statistics", "Ended by either side")


class Tally(models.Model):
    """So many of one measure, on one day, of one kind of help, in one region, at one organisation.

    No person, no id of a need, no time of day. What is told apart by language, urgency, district
    or days waited (`by`, `value`) is kept by the month and without kind or region, so that no two
    of these are ever known of the same need. Rows are only added; `statistics.fold` adds them up.
    """

    class By(models.TextChoices):
        PLACE_AND_KIND = "", _("kind of help and region")
        LANGUAGE = "language", _("Language")
        URGENCY = "urgency", _("How urgent")
        DISTRICT = "district", _("District")
        WAITED = "waited", _("Days waited")

    id = models.BigAutoField(primary_key=True)
    day = models.DateField()  # with `by`: the first of the month
    measure = models.CharField(max_length=20, choices=Measure.choices)
    by = models.CharField(max_length=10, choices=By.choices, blank=True, default=By.PLACE_AND_KIND)
    value = models.CharField(max_length=120, blank=True)
    category = models.ForeignKey(
        Category, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    region = models.ForeignKey(
        "nebe_places.Region", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    organisation = models.ForeignKey(
        "nebe_people.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    number = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["by", "day"], name="tally_by_day")]


class PublishedMonth(models.Model):
    """What everyone may read of a month that is over: made once, never again."""

    month = models.DateField(primary_key=True)  # its first day
    figures = models.JSONField()  # see `core/privacy/disclosure.py`
    published_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["month"]

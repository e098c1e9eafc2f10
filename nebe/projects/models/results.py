"""What a project wants to reach and reached: result → indicator → period → target and actual."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from .columns import day, maybe, records, text, words
from .projects import Project


class Result(models.Model):
    class Type(models.TextChoices):
        """IATI's codelist ResultType."""

        OUTPUT = "1", _("output")
        OUTCOME = "2", _("outcome")
        IMPACT = "3", _("impact")
        OTHER = "9", _("other result")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="results")
    position = models.PositiveIntegerField(default=0)
    type = text(_("kind"), choices=Type.choices)
    can_be_added = maybe(_("may be added up with others"))
    title = words(_("title"))
    description = words(_("description"))
    documents = records()
    references = records()

    class Meta:
        ordering = ["position"]


class Indicator(models.Model):
    class Measure(models.TextChoices):
        """IATI's codelist IndicatorMeasure."""

        UNIT = "1", _("number")
        PERCENTAGE = "2", _("per cent")
        NOMINAL = "3", _("name")
        ORDINAL = "4", _("rank")
        QUALITATIVE = "5", _("words")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    result = models.ForeignKey(Result, on_delete=models.CASCADE, related_name="indicators")
    position = models.PositiveIntegerField(default=0)
    measure = text(_("measured in"), choices=Measure.choices)
    ascending = maybe(_("more is better"))
    can_be_added = maybe(_("may be added up with others"))
    title = words(_("title"))
    description = words(_("description"))
    documents = records()
    references = records()

    class Meta:
        ordering = ["position"]


class Period(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="periods")
    position = models.PositiveIntegerField(default=0)
    start = day(_("from"))
    end = day(_("until"))

    class Meta:
        ordering = ["position"]


class Measurement(models.Model):
    """One value: of whom and where is in `dimensions` (`[{"name": "sex", "value": "female"}]`)."""

    class Kind(models.TextChoices):
        BASELINE = "baseline", _("at the beginning")
        TARGET = "target", _("target")
        ACTUAL = "actual", _("reached")

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="measurements")
    period = models.ForeignKey(
        Period, null=True, blank=True, on_delete=models.CASCADE, related_name="measurements"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    value = text(_("value"))
    date = day(_("day"))
    year = text(_("year"))
    dimensions = records()
    locations = records()
    comment = words(_("comment"))
    documents = records()
    # Typed by an officer: no file replaces it in silence (`services/reported.py`).
    by_hand = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]

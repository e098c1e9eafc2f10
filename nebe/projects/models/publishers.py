"""What organisations say of their own money in a file of their own (iati-organisation)."""

import uuid

from django.db import models

from .columns import day, records, text, words
from .money import Sum
from .projects import Project


class PublisherFile(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "nebe_people.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    identifier = models.TextField(unique=True)
    state = models.CharField(
        max_length=10, choices=Project.State.choices, default=Project.State.REVIEW
    )
    language = text()
    currency = text()
    last_updated = text()
    name = words()
    reporter = models.JSONField(default=dict, blank=True)
    documents = records()


class PublisherSum(Sum):
    """A budget or an expenditure of a period, told apart in `lines`."""

    class Kind(models.TextChoices):
        TOTAL_BUDGET = "total_budgets"
        ORGANISATION_BUDGET = "organisation_budgets"
        REGION_BUDGET = "region_budgets"
        COUNTRY_BUDGET = "country_budgets"
        EXPENDITURE = "expenditures"

    file = models.ForeignKey(PublisherFile, on_delete=models.CASCADE, related_name="sums")
    kind = models.CharField(max_length=24, choices=Kind.choices)
    status = text()
    start = day()
    end = day()
    recipient = models.JSONField(default=dict, blank=True)
    lines = records()

    class Meta:
        ordering = ["pk"]

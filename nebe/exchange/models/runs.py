import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_scopes import ScopedManager


class MatchingRun(models.Model):
    """One matching session: what was asked for, the one best plan, and what else there would be.

    `inputs` holds the graph that was solved, as numbers with pseudonyms of its rows, for 90 days,
    so that the plan can be made again: see `sessions/inputs.py`.
    """

    class Status(models.TextChoices):
        QUEUED = "queued", pgettext_lazy("matching session", "waits to be planned")
        RUNNING = "running", pgettext_lazy("matching session", "is being planned")
        DONE = "done", pgettext_lazy("matching session", "planned")
        FAILED = "failed", pgettext_lazy("matching session", "could not be planned")

    class Weight(models.IntegerChoices):
        NONE = 0, _("not at all")
        SOME = 1, _("somewhat")
        MUCH = 2, _("very much")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "nebe_people.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Set by the form, so that a double submit plans once.
    once = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.QUEUED)
    region = models.ForeignKey(
        "nebe_places.Region", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    categories = models.JSONField(default=list, blank=True)  # slugs; empty: all
    nearness = models.PositiveSmallIntegerField(choices=Weight.choices, default=Weight.SOME)
    urgency = models.PositiveSmallIntegerField(choices=Weight.choices, default=Weight.MUCH)
    waiting = models.PositiveSmallIntegerField(choices=Weight.choices, default=Weight.SOME)
    language = models.PositiveSmallIntegerField(choices=Weight.choices, default=Weight.SOME)
    # No district is served worse than by first come, first served.
    fair = models.BooleanField(default=False)
    # What it would give beside today and first come, first served: `sessions/summary.py`.
    summary = models.JSONField(default=dict, blank=True)
    inputs = models.BinaryField(null=True, blank=True)
    # False once somebody's rows in it were blanked.
    replayable = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(organisation="organisation")

    class Meta:
        ordering = ["-created_at"]


class RunPair(models.Model):
    """One pair of the plan; what was accepted has its match."""

    run = models.ForeignKey(MatchingRun, on_delete=models.CASCADE, related_name="pairs")
    # Pseudonyms in the run's inputs; the rows themselves as long as they are there.
    need_key = models.CharField(max_length=32)
    offer_key = models.CharField(max_length=32)
    need = models.ForeignKey(
        "nebe_exchange.Need", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    offer = models.ForeignKey(
        "nebe_exchange.Offer", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    units = models.PositiveIntegerField(default=1)
    points = models.IntegerField()
    km = models.FloatField(null=True, blank=True)  # None: at a distance
    match = models.ForeignKey(
        "nebe_exchange.Match", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ScopedManager(organisation="run__organisation")

    class Meta:
        ordering = ["-points", "id"]

"""Reports on a selection of projects, made when somebody asks and kept for some days."""

import uuid

from django.db import models
from django.utils.translation import pgettext_lazy


class ProjectReport(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("report", "being made")
        MADE = "made", pgettext_lazy("report", "ready")
        FAILED = "failed", pgettext_lazy("report", "could not be made")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    query = models.TextField(blank=True)  # of the explorer's address
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    file = models.FileField(upload_to="projects/reports/", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]

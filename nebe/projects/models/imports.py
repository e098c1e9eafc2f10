"""Files that were brought in, and what became of each thing in them."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ImportRun(models.Model):
    class Kind(models.TextChoices):
        IATI = "iati", _("IATI file")
        TABLE = "table", _("table")

    class State(models.TextChoices):
        COLUMNS = "columns", pgettext_lazy("import", "waits for its columns")
        READING = "reading", pgettext_lazy("import", "being read")
        ASKING = "asking", pgettext_lazy("import", "waits for answers")
        TAKING = "taking", pgettext_lazy("import", "being taken")
        TAKEN = "taken", pgettext_lazy("import", "taken")
        REFUSED = "refused", pgettext_lazy("import", "refused")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.READING)
    name = models.CharField(_("file"), max_length=200)
    file = models.FileField(upload_to="projects/imports/", blank=True)
    organisation = models.ForeignKey(
        "nebe_people.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    # How many things of the file are done, so that a run that was killed goes on there.
    done = models.PositiveIntegerField(default=0)
    # Why it was refused as a whole: `[{"line": 12, "text": "…"}]`; for tables what was answered.
    errors = models.JSONField(default=list, blank=True)
    answers = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-created_at"]

    @property
    def is_archive(self) -> bool:
        """Whether it is IATI spread over tables, see `iati/flat.py`."""
        return self.name.lower().endswith(".zip")


class ImportItem(models.Model):
    class Fate(models.TextChoices):
        NEW = "new", pgettext_lazy("import", "new")
        CHANGED = "changed", pgettext_lazy("import", "changed")
        SAME = "same", pgettext_lazy("import", "as it was")
        MERGED = "merged", pgettext_lazy("import", "the same as another row")
        REFUSED = "refused", pgettext_lazy("import", "refused")

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    line = models.PositiveIntegerField(default=0)
    key = models.TextField(blank=True)  # its identifier or title
    fate = models.CharField(max_length=10, choices=Fate.choices)
    project = models.ForeignKey(
        "Project", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # What it holds that has no place here, or why it was refused: line, path, reason, text.
    left = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["run", "position"], name="one_fate_a_thing")]

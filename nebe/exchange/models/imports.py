import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from nebe.core.crypto.fields import EncryptedJSONField


class ImportBatch(models.Model):
    """One imported file: read, previewed, then taken in portions so that it can be resumed."""

    class Status(models.TextChoices):
        READING = "reading", pgettext_lazy("file", "being read")
        PREVIEW = "preview", pgettext_lazy("file", "ready to look at")
        RUNNING = "running", pgettext_lazy("file", "being imported")
        DONE = "done", pgettext_lazy("file", "done")
        FAILED = "failed", pgettext_lazy("file", "could not be read")

    class Kind(models.TextChoices):
        OFFERS = "offers", pgettext_lazy("file", "offers")
        NEEDS = "needs", pgettext_lazy("file", "needs of the organisation itself")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.OFFERS)
    organisation = models.ForeignKey(
        "nebe_people.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Set by the form, so that a file sent twice is kept once.
    once = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    # What the coordinator said: these people agreed that their offers are passed on.
    assured = models.BooleanField(default=False)
    language = models.CharField(max_length=10, default="en")  # of all texts; "" of each its own
    header = models.JSONField(default=list)
    # field → index of its column, where somebody said so by hand
    columns = models.JSONField(default=dict, blank=True)
    filename = models.CharField(max_length=200)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.READING)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)


class ImportRow(models.Model):
    class Fate(models.TextChoices):
        UNREAD = "unread", pgettext_lazy("row", "not looked at yet")
        READY = "ready", pgettext_lazy("row", "will be taken")
        KNOWN = "known", pgettext_lazy("row", "will be merged with an existing offer")
        TAKEN = "taken", pgettext_lazy("row", "taken")
        MERGED = "merged", pgettext_lazy("row", "merged with an existing offer")
        REFUSED = "refused", pgettext_lazy("row", "refused")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    fate = models.CharField(max_length=10, choices=Fate.choices, default=Fate.UNREAD)
    reason = models.CharField(max_length=60, blank=True)  # `code:column` of `imports.rows.REASONS`
    # What a merge changes in the offer, or what was put right in a need: fields, separated by
    # commas.
    changed = models.CharField(max_length=150, blank=True)
    # The row as it came, sealed with the batch's own key; erased with the batch.
    raw = EncryptedJSONField(subject="batch_id", blank=True, default="")
    # So that a person's rows are found when they ask to be forgotten.
    email_index = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    offer = models.ForeignKey(
        "nebe_exchange.Offer", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    need = models.ForeignKey(
        "nebe_exchange.Need", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["line"]
        constraints = [models.UniqueConstraint(fields=["batch", "line"], name="one_line")]

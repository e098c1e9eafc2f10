import uuid

from django.conf import settings
from django.db import models


class LegalHold(models.Model):
    """A row that neither retention nor erasure may touch until a date, and why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    model = models.CharField(max_length=80)  # label, lower case: "nebe_exchange.need"
    row = models.CharField(max_length=64)
    reason = models.CharField(max_length=500)
    until = models.DateField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["model", "row"], name="hold_row")]

    def __str__(self):
        return f"{self.model} {self.row} until {self.until}"

from django.db import models


class AuditEntry(models.Model):
    """Who did what to which row when. Ids only, never a value; written once, sealed once.

    Plain ids instead of foreign keys: erasing a user or a row must not touch the chain.
    Triggers (`append_only.py`) refuse every other change, and deletion for five years.
    """

    at = models.DateTimeField(db_index=True)
    action = models.CharField(max_length=60)
    user = models.UUIDField(null=True)
    person = models.UUIDField(null=True)
    organisation = models.UUIDField(null=True)
    model = models.CharField(max_length=80, blank=True)
    row = models.CharField(max_length=64, blank=True)
    request = models.CharField(max_length=64, blank=True)
    elevated = models.BooleanField(default=False)
    reason = models.CharField(max_length=500, blank=True)
    # Set by the sealing job: the place in the chain and the hash up to here.
    sequence = models.BigIntegerField(null=True, unique=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["model", "row", "at"], name="audit_row"),
            models.Index(fields=["user", "at"], name="audit_user"),
            models.Index(
                fields=["id"], condition=models.Q(sequence__isnull=True), name="audit_unsealed"
            ),
        ]

    def __str__(self):
        return f"{self.action} {self.model} {self.row}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("The audit trail is append-only")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("The audit trail is append-only")

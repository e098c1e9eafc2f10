import uuid

from django.db import models


class Consent(models.Model):
    """One yes of one person to one purpose, in the words of one version of the notice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person_id = models.UUIDField()
    purpose = models.CharField(max_length=40)
    recipients = models.JSONField(default=list)  # ids of organisations or persons
    text_version = models.CharField(max_length=20)
    language = models.CharField(max_length=10)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person_id", "purpose"], name="consent_person")]

    def __str__(self):
        return f"{self.purpose} {self.given_at:%Y-%m-%d}"

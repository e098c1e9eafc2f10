import uuid

from django.db import models
from django.utils.translation import pgettext_lazy

from nebe.core.crypto.fields import EncryptedTextField


class Mail(models.Model):
    """A message that leaves. Its words are emptied once it is sent, but in the demonstration."""

    class State(models.TextChoices):
        QUEUED = "queued", pgettext_lazy("message", "waiting")
        SENDING = "sending", pgettext_lazy("message", "being sent")
        SENT = "sent", pgettext_lazy("message", "sent")
        FAILED = "failed", pgettext_lazy("message", "failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Whose key seals it: a person's or a user's id, else the mail's own.
    subject_id = models.UUIDField(db_index=True)
    recipient = EncryptedTextField(subject="subject_id", blank=True, default="")
    title = EncryptedTextField(subject="subject_id", blank=True, default="")
    text = EncryptedTextField(subject="subject_id", blank=True, default="")
    html = EncryptedTextField(subject="subject_id", blank=True, default="")
    # Of a mail to many: which list it is of, and the private address that ends it (`lists.py`).
    list_name = models.CharField(max_length=40, blank=True, default="")
    unsubscribe = EncryptedTextField(subject="subject_id", blank=True, default="")
    template = models.CharField(max_length=100)
    language = models.CharField(max_length=10)
    once = models.CharField(max_length=150, unique=True, null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=60, blank=True)  # a code, never the server's words
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "created_at"])]


class Link(models.Model):
    """A private link: who holds the token may do one thing with one row."""

    token_hash = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=60)
    target = models.UUIDField(db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

"""Newsletters, who gets them, and what became of each that was sent to somebody."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from nebe.core.crypto.fields import EncryptedTextField

from .topics import Topic


class Subscriber(models.Model):
    """An e-mail address that gets newsletters, once its owner has pressed a mailed button.

    Without topics it gets those about every topic.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("subscriber", "has not confirmed yet")
        ACTIVE = "active", pgettext_lazy("subscriber", "gets newsletters")
        LEFT = "left", pgettext_lazy("subscriber", "has left")
        REFUSED = "refused", pgettext_lazy("subscriber", "the mailbox refuses our mails")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = EncryptedTextField(subject="id")
    email_index = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=10)
    topics = models.ManyToManyField(Topic, blank=True, related_name="+")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    created_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["status", "id"])]


class Newsletter(models.Model):
    """One letter in all languages: an introduction and published items."""

    class Status(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("newsletter", "draft")
        SCHEDULED = "scheduled", pgettext_lazy("newsletter", "waits for its time")
        SENDING = "sending", pgettext_lazy("newsletter", "is being sent")
        SENT = "sent", pgettext_lazy("newsletter", "sent")
        STOPPED = "stopped", pgettext_lazy("newsletter", "stopped")

    topic = models.ForeignKey(
        Topic, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    since = models.DateField()
    until = models.DateField()
    title = models.JSONField(default=dict)  # language → text
    introduction = models.JSONField(default=dict, blank=True)  # language → text
    items = models.JSONField(default=list)  # `Listed.key` as text, in the order of the letter
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    send_at = models.DateTimeField(null=True, blank=True)  # asked for
    begun_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    # Subscribers get it in the order of their ids; up to this one they have.
    last = models.UUIDField(null=True, blank=True)
    # Figures that stay when nothing is known any more of who it was sent to.
    sent = models.PositiveIntegerField(default=0)
    bounced = models.PositiveIntegerField(default=0)
    left = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-created_at"]


class NewsletterRecipient(models.Model):
    """That one subscriber was sent one newsletter."""

    class Fate(models.TextChoices):
        SENT = "sent", pgettext_lazy("recipient", "sent")
        BOUNCED = "bounced", pgettext_lazy("recipient", "could not be delivered")

    newsletter = models.ForeignKey(Newsletter, on_delete=models.CASCADE, related_name="recipients")
    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="recipients")
    fate = models.CharField(max_length=10, choices=Fate.choices, default=Fate.SENT)
    # The row of the outbox as long as it is kept: whether the relay took it.
    outbox = models.ForeignKey(
        "nebe_mail.Mail", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    sent_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["newsletter", "subscriber"], name="one_newsletter_per_subscriber"
            )
        ]

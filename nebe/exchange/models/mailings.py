"""What coordinators write again and again, and to many at once."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy
from django_scopes import ScopedManager

from .offers import Offer


class MessageTemplate(models.Model):
    """A text that coordinators keep, with placeholders: see `placeholders.py`."""

    class Purpose(models.TextChoices):
        HELPERS = "helpers", pgettext_lazy("template", "for people who help")
        SEEKERS = "seekers", pgettext_lazy("template", "for people who ask")
        NOTES = "notes", pgettext_lazy("template", "for notes and calls")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Null: the network's, which all may use and its office keeps.
    organisation = models.ForeignKey(
        "nebe_people.Organisation",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    # Name and text by language, see nebe.core.texts.translated; `source` is the original's.
    name = models.JSONField(default=dict)
    text = models.JSONField(default=dict)
    source = models.CharField(max_length=10, default="en")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    # Names one that came with Nebe; it is put away rather than deleted, or it would come back.
    delivered = models.CharField(max_length=40, unique=True, null=True, blank=True)
    active = models.BooleanField(default=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["purpose", "delivered", "updated_at"]


class BulkMail(models.Model):
    """One text to the helpers of chosen offers, sent portion by portion."""

    class Status(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("mail", "not sent yet")
        SENDING = "sending", pgettext_lazy("mail", "is being sent")
        DONE = "done", pgettext_lazy("mail", "sent")
        STOPPED = "stopped", pgettext_lazy("mail", "stopped")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "nebe_people.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    text = models.JSONField(default=dict, blank=True)  # by language, with placeholders
    # Chosen offers that the organisation had not taken on: nothing else is kept of them.
    not_ours = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)  # when the button was pressed
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(organisation="organisation")

    class Meta:
        ordering = ["-created_at"]


class BulkMailRecipient(models.Model):
    """One person of a mail to many, and what became of it for them."""

    class Fate(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("recipient", "gets it")
        SENT = "sent", pgettext_lazy("recipient", "sent")
        STOPPED = "stopped", pgettext_lazy("recipient", "stopped before it was sent")
        NO_EMAIL = "no_email", pgettext_lazy("recipient", "has no e-mail")
        PAUSED = "paused", pgettext_lazy("recipient", "has paused the offer")
        ENDED = "ended", pgettext_lazy("recipient", "the offer is over")
        BANNED = "banned", pgettext_lazy("recipient", "is banned")
        OPTED_OUT = "opted_out", pgettext_lazy("recipient", "wants no such mails")
        RECENT = "recent", pgettext_lazy("recipient", "got one lately")
        NOT_OURS = "not_ours", pgettext_lazy("recipient", "not taken on by your organisation")
        TWICE = "twice", pgettext_lazy("recipient", "is in the list already")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mail = models.ForeignKey(BulkMail, on_delete=models.CASCADE, related_name="recipients")
    person = models.ForeignKey("nebe_people.Person", on_delete=models.CASCADE, related_name="+")
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="+")
    fate = models.CharField(max_length=10, choices=Fate.choices, default=Fate.WAITING)
    # The row of the outbox as long as it is kept: whether the relay took it.
    outbox = models.ForeignKey(
        "nebe_mail.Mail", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(organisation="mail__organisation")

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["mail", "offer"], name="one_recipient_per_offer"),
        ]
        indexes = [models.Index(fields=["person", "sent_at"])]


class MailOptOut(models.Model):
    """Somebody said: no more mails to many. Of whichever organisation."""

    person = models.OneToOneField(
        "nebe_people.Person", on_delete=models.CASCADE, related_name="mail_opt_out"
    )
    at = models.DateTimeField(auto_now_add=True)

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_scopes import ScopedManager

from nebe.core.crypto.fields import EncryptedTextField


class WorkedQueue(models.Model):
    """What comes in, who answers it, and what came of it."""

    class Status(models.TextChoices):
        NEW = "new", pgettext_lazy("report or complaint", "new")
        IN_WORK = "in_work", pgettext_lazy("report or complaint", "being looked into")
        CLOSED = "closed", pgettext_lazy("report or complaint", "closed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "nebe_people.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.NEW)
    text = EncryptedTextField(subject="id", blank=True, default="")
    contact = EncryptedTextField(subject="id", blank=True, default="")
    language = models.CharField(max_length=10, default="en")
    created_at = models.DateTimeField(auto_now_add=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    # What came of it, in words that the person who wrote may read.
    outcome = EncryptedTextField(subject="id", blank=True, default="")
    # Set by the form, so that a double submit stores one row.
    once = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    objects: models.Manager  # each queue has its own, in a scope

    class Meta:
        abstract = True
        ordering = ["-created_at"]


class Report(WorkedQueue):
    """Someone says that an offer or a message is wrong or dangerous."""

    class Reason(models.TextChoices):
        DANGEROUS = "dangerous", _("It looks dangerous")
        FALSE = "false", _("It is not true")
        MONEY = "money", _("They want money or something in return")
        RUDE = "rude", _("It is rude or hateful")
        OTHER = "other", _("Something else")

    reason = models.CharField(max_length=20, choices=Reason.choices)
    # What it is about; a report outlives it, for the sake of others.
    offer = models.ForeignKey(
        "nebe_exchange.Offer", null=True, on_delete=models.SET_NULL, related_name="reports"
    )
    need = models.ForeignKey(
        "nebe_exchange.Need", null=True, on_delete=models.SET_NULL, related_name="reports"
    )
    message = models.ForeignKey(
        "nebe_exchange.Message", null=True, on_delete=models.SET_NULL, related_name="reports"
    )
    # The words as they stood when they were reported.
    evidence = EncryptedTextField(subject="id", blank=True, default="")
    objects = ScopedManager(organisation="organisation")


class Complaint(WorkedQueue):
    """About a helper, a volunteer, an organisation or staff; may be anonymous."""

    class About(models.TextChoices):
        HELPER = "helper", _("someone who offers help")
        VOLUNTEER = "volunteer", _("a volunteer")
        ORGANISATION = "organisation", _("an organisation")
        STAFF = "staff", _("a member of staff")
        SIGNAL = "signal", _("a signal, a ban, or data that we compare")
        OTHER = "other", _("something else")

    about = models.CharField(max_length=20, choices=About.choices)
    # Whom it is about, where the person said so; its own people do not read it.
    about_organisation = models.ForeignKey(
        "nebe_people.Organisation",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    # Blind index of the code by which the person follows what becomes of it.
    code_index = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    objects = ScopedManager(organisation="organisation")

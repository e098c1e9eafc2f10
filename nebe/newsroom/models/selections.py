"""Who applied for a job, and what the panel thinks: never seen by anyone outside of the panel."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_scopes import ScopedManager

from nebe.core.crypto.fields import EncryptedBytesField, EncryptedTextField

MOST_POINTS = 5


class Selection(models.Model):
    """The choosing of one person for a vacancy: all its translations share this."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.UUIDField(unique=True)  # of the vacancy, in all languages
    organisation = models.ForeignKey(
        "nebe_people.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(max_length=255)
    closes_at = models.DateTimeField()
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="PanelMember", related_name="+"
    )

    objects = ScopedManager(organisation="organisation")

    class Meta:
        ordering = ["-closes_at", "title"]

    def __str__(self) -> str:
        return self.title


class PanelMember(models.Model):
    selection = models.ForeignKey(Selection, on_delete=models.CASCADE, related_name="panel")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    objects = ScopedManager(organisation="selection__organisation")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["selection", "user"], name="panel_member_once")
        ]


class Criterion(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    selection = models.ForeignKey(Selection, on_delete=models.CASCADE, related_name="criteria")
    name = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)

    objects = ScopedManager(organisation="selection__organisation")

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class JobApplication(models.Model):
    """Sealed with a key of its own, so that forgetting the key forgets the backups, too."""

    class Status(models.TextChoices):
        RECEIVED = "received", pgettext_lazy("application", "received")
        INVITED = "invited", pgettext_lazy("application", "invited")
        DECLINED = "declined", pgettext_lazy("application", "declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("application", "withdrawn")

    class CvKind(models.TextChoices):
        PDF = "pdf", "PDF"
        DOCX = "docx", "DOCX"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    selection = models.ForeignKey(Selection, on_delete=models.PROTECT, related_name="applications")
    number = models.PositiveIntegerField()  # of those for this vacancy, as they came
    name = EncryptedTextField()
    email = EncryptedTextField()
    email_index = models.CharField(max_length=64, db_index=True)
    phone = EncryptedTextField(blank=True, default="")
    letter = EncryptedTextField()
    cv = EncryptedBytesField()
    cv_kind = models.CharField(max_length=4, choices=CvKind.choices)
    cv_size = models.PositiveIntegerField()  # bytes
    language = models.CharField(max_length=10)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.RECEIVED)
    answer = EncryptedTextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    once = models.CharField(max_length=32, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    closes_at = models.DateTimeField()  # as of the selection: from then on it is kept so long

    objects = ScopedManager(organisation="selection__organisation")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["selection", "number"], name="application_number_once")
        ]


class Score(models.Model):
    """What one member of the panel gives for one criterion."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(JobApplication, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    points = models.PositiveSmallIntegerField(
        _("points"), validators=[MaxValueValidator(MOST_POINTS)]
    )
    note = EncryptedTextField(subject="application_id", blank=True, default="")

    objects = ScopedManager(organisation="application__selection__organisation")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "criterion", "user"], name="one_score_per_criterion"
            )
        ]


class Conflict(models.Model):
    """A member of the panel knows this applicant: they neither read nor score."""

    application = models.ForeignKey(
        JobApplication, on_delete=models.CASCADE, related_name="conflicts"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(organisation="application__selection__organisation")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "user"], name="conflict_once")
        ]

"""What was published of tenders, step by step; what was asked, and what of it all may read."""

import uuid
from typing import NoReturn

from django.db import models
from django.utils.translation import pgettext_lazy
from django_scopes import ScopedManager

from nebe.core.crypto.fields import EncryptedTextField


class Immutable(Exception):
    """What is published stays as it was published."""


class ReleaseQuerySet(models.QuerySet):
    def update(self, **kwargs) -> NoReturn:
        raise Immutable

    def delete(self) -> NoReturn:
        raise Immutable


class TenderRelease(models.Model):
    """One step of a tender, as OCDS tells it. Stays when the page is gone."""

    key = models.UUIDField()  # of the tender, in all languages
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    tag = models.CharField(max_length=20)
    stage = models.CharField(max_length=12)
    language = models.CharField(max_length=10)  # of the notice
    reason = models.TextField(blank=True)
    changes = models.JSONField(default=list)  # see `procurement.changes`
    data = models.JSONField()

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["key", "number"]
        constraints = [models.UniqueConstraint(fields=["key", "number"], name="release_once")]

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise Immutable
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs) -> NoReturn:
        raise Immutable


class TenderQuestion(models.Model):
    """As it was asked. Who asked is known to those who answer for the buyer, and to them alone."""

    class Status(models.TextChoices):
        NEW = "new", pgettext_lazy("question", "new")
        ANSWERED = "answered", pgettext_lazy("question", "answered")
        REFUSED = "refused", pgettext_lazy("question", "not answered")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "nebe_people.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    key = models.UUIDField(db_index=True)
    title = models.CharField(max_length=255)  # of the tender
    text = EncryptedTextField()
    email = EncryptedTextField(blank=True, default="")
    language = models.CharField(max_length=10)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.NEW)
    once = models.CharField(max_length=32, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(organisation="organisation")

    class Meta:
        ordering = ["created_at", "id"]


class TenderAnswer(models.Model):
    """A question in words for everybody, without the asker, and its answer: `{language: text}`."""

    key = models.UUIDField(db_index=True)
    language = models.CharField(max_length=10)  # of the notice: both are given in it
    question = models.JSONField()
    answer = models.JSONField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "id"]

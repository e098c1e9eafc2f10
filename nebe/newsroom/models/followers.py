"""Who wants to be told when a law moves, and what they are told of."""

import uuid

from django.db import models
from django.utils import timezone

from nebe.core.crypto.fields import EncryptedTextField


class LawFollower(models.Model):
    """One address for one law, of somebody of whom nothing else is known."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.UUIDField(db_index=True)  # of the law, in all languages
    email = EncryptedTextField(subject="id")
    email_index = models.CharField(max_length=64)
    language = models.CharField(max_length=10)
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "email_index"], name="law_followed_once")
        ]


class LawState(models.Model):
    """Where a law was when it was last published: `mark` as `Law.mark`."""

    key = models.UUIDField(primary_key=True)
    mark = models.CharField(max_length=40, blank=True)


class LawMove(models.Model):
    """Something that followers are told once; `cause` is the same however often it is published."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.UUIDField()
    cause = models.CharField(max_length=40)
    is_stage = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "cause"], name="law_moved_once")]

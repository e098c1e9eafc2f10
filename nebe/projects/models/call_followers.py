"""Who wants to hear of calls, of which, and what they have been told."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from nebe.core.crypto.fields import EncryptedTextField

from .calls import Call, FundingProfile


class CallFollower(models.Model):
    """An e-mail address of somebody of whom nothing else is known."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = EncryptedTextField(subject="id")
    email_index = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=10)
    created_at = models.DateTimeField(auto_now_add=True)


class CallFollowing(models.Model):
    """One thing that somebody follows; it counts once its mailed button was pressed."""

    class Kind(models.TextChoices):
        SEARCH = "search", pgettext_lazy("following", "new calls of a search")
        DEADLINE = "deadline", pgettext_lazy("following", "deadlines of a call")
        PROFILE = "profile", pgettext_lazy("following", "new calls that fit an organisation")

    class Every(models.TextChoices):
        DAY = "day", pgettext_lazy("following", "at most once a day")
        WEEK = "week", pgettext_lazy("following", "at most once a week")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    follower = models.ForeignKey(CallFollower, on_delete=models.CASCADE, related_name="followings")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    query = models.CharField(max_length=1000, blank=True)  # as in the address of the list
    every = models.CharField(max_length=4, choices=Every.choices, default=Every.DAY)
    call = models.ForeignKey(
        Call, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    days = models.PositiveSmallIntegerField(default=7)  # before the deadline
    profile = models.ForeignKey(
        FundingProfile, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    # Whose right to see the profile it rests on.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    looked_on = models.DateField(null=True, blank=True)  # the day up to which it was told

    class Meta:
        ordering = ["created_at"]


class CallTold(models.Model):
    """That somebody was told of a call: once that it is new, once of each of its deadlines."""

    follower = models.ForeignKey(CallFollower, on_delete=models.CASCADE, related_name="told")
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="+")
    deadline = models.DateTimeField(null=True, blank=True)  # none: that it is new
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["follower", "call"],
                condition=models.Q(deadline=None),
                name="one_call_told_once",
            ),
            models.UniqueConstraint(
                fields=["follower", "call", "deadline"], name="one_deadline_told_once"
            ),
        ]

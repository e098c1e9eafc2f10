import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_scopes import ScopedManager

from nebe.core.crypto.fields import EncryptedTextField

from .needs import Need
from .offers import Offer


class Match(models.Model):
    """One need meeting one offer. Which move may follow which: `states.py`."""

    class Status(models.TextChoices):
        UNCONFIRMED = (
            "unconfirmed",
            pgettext_lazy("match", "the person asking has not confirmed yet"),
        )
        PROPOSED = "proposed", pgettext_lazy("match", "proposed")
        TAKEN_ON = "taken_on", pgettext_lazy("match", "taken on by a coordinator")
        OFFERED = "offered", pgettext_lazy("match", "offered to both")
        ASKED = "asked", pgettext_lazy("match", "the helper was told")
        ANSWERED = "answered", pgettext_lazy("match", "the helper answered")
        SHARED = "shared", pgettext_lazy("match", "both share their contacts")
        ARRANGED = "arranged", pgettext_lazy("match", "arranged")
        FULFILLED = "fulfilled", pgettext_lazy("match", "fulfilled")
        FAILED = "failed", pgettext_lazy("match", "came to nothing")
        DECLINED = "declined", pgettext_lazy("match", "declined by the helper")
        WITHDRAWN = "withdrawn", pgettext_lazy("match", "withdrawn by the person asking")
        EXPIRED = "expired", pgettext_lazy("match", "expired")
        CLOSED = "closed", pgettext_lazy("match", "closed")

    # Only coordinators know of it.
    INTERNAL = (Status.PROPOSED, Status.TAKEN_ON)
    # Both may write.
    TALKING = (
        Status.OFFERED,
        Status.ASKED,
        Status.ANSWERED,
        Status.SHARED,
        Status.ARRANGED,
        Status.FULFILLED,
    )
    # Both have agreed: each sees the other's contact, and units of the offer are taken.
    AGREED = (Status.SHARED, Status.ARRANGED, Status.FULFILLED)
    # Agreed and not given yet: comes to nothing, and the units are free again.
    PROMISED = (Status.SHARED, Status.ARRANGED)
    # Nothing more will come.
    ENDED = (
        Status.FAILED,
        Status.DECLINED,
        Status.WITHDRAWN,
        Status.EXPIRED,
        Status.CLOSED,
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="matches")
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="matches")
    organisation = models.ForeignKey(
        "nebe_people.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.UNCONFIRMED)
    # How much of the need this offer is to meet: beds, seats, pieces, or 1.
    units = models.PositiveIntegerField(default=1)
    # These are taken from the kind of help's own number, not from the offer's: see `quantities.py`.
    counted_apart = models.BooleanField(default=False, editable=False)
    coordinator = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # When both were told that nobody answers and that it will end.
    warned_at = models.DateTimeField(null=True, blank=True)
    seeker_shares_at = models.DateTimeField(null=True, blank=True)
    helper_shares_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(organisation="organisation")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["need", "offer"], name="one_match")]


class MatchStep(models.Model):
    """One move of a match: from where to where, when, by whom and why."""

    class By(models.TextChoices):
        SEEKER = "seeker", _("the person asking")
        HELPER = "helper", _("the helper")
        STAFF = "staff", _("a coordinator")
        SYSTEM = "system", _("Nebe")

    class Reason(models.TextChoices):
        NO_ANSWER = "no_answer", _("No answer")
        CHANGED_MIND = "changed_mind", _("Someone changed their mind")
        FOUND_ELSEWHERE = "found_elsewhere", _("Found elsewhere")
        NOT_AS_DESCRIBED = "not_as_described", _("Not as described")
        NO_LANGUAGE = "no_language", _("No common language")
        UNSAFE = "unsafe", _("It did not feel safe")
        OTHER = "other", _("Something else")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="steps")
    frm = models.CharField(max_length=20, choices=Match.Status.choices, blank=True)
    to = models.CharField(max_length=20, choices=Match.Status.choices)
    at = models.DateTimeField(auto_now_add=True)
    by = models.CharField(max_length=10, choices=By.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(max_length=20, choices=Reason.choices, blank=True)
    text = EncryptedTextField(subject="match.need.person_id", blank=True, default="")
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(organisation="match__organisation")

    class Meta:
        ordering = ["at", "id"]


class Feedback(models.Model):
    """How it went, as one side says."""

    class Went(models.TextChoices):
        WELL = "well", _("It went well")
        PARTLY = "partly", _("It helped a little")
        BADLY = "badly", _("It did not help")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="feedback")
    side = models.CharField(max_length=10, choices=MatchStep.By.choices)
    went = models.CharField(max_length=10, choices=Went.choices)
    person = models.ForeignKey("nebe_people.Person", on_delete=models.CASCADE, related_name="+")
    text = EncryptedTextField(subject="person_id", blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(organisation="match__organisation")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["match", "side"], name="one_feedback")]


class Message(models.Model):
    class Side(models.TextChoices):
        SEEKER = "seeker", _("the person asking")
        HELPER = "helper", _("the helper")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="messages")
    sender = models.ForeignKey("nebe_people.Person", on_delete=models.CASCADE, related_name="+")
    side = models.CharField(max_length=10, choices=Side.choices)
    text = EncryptedTextField(subject="sender_id")
    # Set by the form, so that a double submit or a retry stores one message.
    once = models.CharField(max_length=64, unique=True, null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(organisation="match__organisation")

    class Meta:
        ordering = ["created_at", "id"]

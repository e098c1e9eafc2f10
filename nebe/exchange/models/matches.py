import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_scopes import ScopedManager

from nebe.core.crypto.fields import EncryptedBytesField, EncryptedTextField

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
        STAFF = "staff", _("a coordinator")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="messages")
    # None where a coordinator who was asked to help writes, for `organisation`.
    sender = models.ForeignKey(
        "nebe_people.Person", null=True, on_delete=models.CASCADE, related_name="+"
    )
    organisation = models.ForeignKey(
        "nebe_people.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    side = models.CharField(max_length=10, choices=Side.choices)
    text = EncryptedTextField(subject="sealed_for")
    # Set by the form, so that a double submit or a retry stores one message.
    once = models.CharField(max_length=64, unique=True, null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(organisation="match__organisation")

    class Meta:
        ordering = ["created_at", "id"]

    @property
    def sealed_for(self) -> uuid.UUID:
        """Whose key seals it: the sender's; a coordinator's words are the asking person's."""
        return self.sender_id or self.match.need.person_id


class Attachment(models.Model):
    """A picture or a PDF of a message, drawn anew (`attachments.py`), sealed like its text."""

    class Kind(models.TextChoices):
        PICTURE = "webp", _("Picture")
        PDF = "pdf", _("PDF")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    position = models.PositiveSmallIntegerField(default=0)
    size = models.PositiveIntegerField()  # bytes of what is delivered
    content = EncryptedBytesField(subject="message.sealed_for")

    objects = ScopedManager(organisation="message__match__organisation")

    class Meta:
        ordering = ["position", "id"]


class Joining(models.Model):
    """One side asked a coordinator to read along; who came, since when, until when.

    Without a row that is open nobody of an organisation reads what the two write.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="joinings")
    # Who handles the need or the offer: its coordinators are asked.
    organisation = models.ForeignKey(
        "nebe_people.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    side = models.CharField(max_length=10, choices=Message.Side.choices)  # that asked
    asked_at = models.DateTimeField(auto_now_add=True)
    joined_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ScopedManager(organisation="organisation")

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["match"], condition=models.Q(left_at=None), name="one_open_joining"
            )
        ]


class Block(models.Model):
    """`by` wants nothing to do with `blocked`: no message and no proposal between these two."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey("nebe_people.Person", on_delete=models.CASCADE, related_name="+")
    blocked = models.ForeignKey("nebe_people.Person", on_delete=models.CASCADE, related_name="+")
    # Where it happened, so that who blocked knows whom: names are never shown before both agree.
    match = models.ForeignKey(Match, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["by", "blocked"], name="one_block")]

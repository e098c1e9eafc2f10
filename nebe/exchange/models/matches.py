import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_scopes import ScopedManager

from nebe.core.crypto.fields import EncryptedTextField

from .categories import Category
from .offers import Offer


class Need(models.Model):
    """What someone asks for; reached only in the scope of the organisation that handles it."""

    class Status(models.TextChoices):
        UNCONFIRMED = "unconfirmed", pgettext_lazy("need", "not confirmed yet")
        OPEN = "open", pgettext_lazy("need", "open")
        MET = "met", pgettext_lazy("need", "met")
        WITHDRAWN = "withdrawn", pgettext_lazy("need", "withdrawn")
        EXPIRED = "expired", pgettext_lazy("need", "expired")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("nebe_people.Person", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "nebe_people.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    municipality = models.ForeignKey(
        "nebe_places.Municipality",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.UNCONFIRMED)
    text = EncryptedTextField(subject="person_id", blank=True, default="")
    language = models.CharField(max_length=10, default="en")
    people = models.PositiveIntegerField(default=1)
    # Set by the form, so that a double submit stores one need.
    once = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    # Blind index of the code that someone without an e-mail wrote on paper.
    code_index = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(organisation="organisation")


class Match(models.Model):
    """One need meeting one offer. The first states; the next ones extend them."""

    class Status(models.TextChoices):
        UNCONFIRMED = (
            "unconfirmed",
            pgettext_lazy("match", "the person asking has not confirmed yet"),
        )
        ASKED = "asked", pgettext_lazy("match", "the helper was told")
        ANSWERED = "answered", pgettext_lazy("match", "the helper answered")
        SHARED = "shared", pgettext_lazy("match", "both share their contacts")
        DECLINED = "declined", pgettext_lazy("match", "declined by the helper")
        WITHDRAWN = "withdrawn", pgettext_lazy("match", "withdrawn by the person asking")
        CLOSED = "closed", pgettext_lazy("match", "closed")

    # Both may write; nothing more will come.
    TALKING = (Status.ASKED, Status.ANSWERED, Status.SHARED)
    ENDED = (Status.DECLINED, Status.WITHDRAWN, Status.CLOSED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="matches")
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="matches")
    organisation = models.ForeignKey(
        "nebe_people.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.UNCONFIRMED)
    created_at = models.DateTimeField(auto_now_add=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    seeker_shares_at = models.DateTimeField(null=True, blank=True)
    helper_shares_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(organisation="organisation")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["need", "offer"], name="one_match")]


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

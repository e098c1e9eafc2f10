import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy
from django_scopes import ScopedManager

from nebe.core.crypto.fields import EncryptedJSONField, EncryptedTextField

from .categories import Category


class Need(models.Model):
    """What someone asks for; reached only in the scope of the organisation that handles it.

    The network's office handles what nobody has taken on: `services/need_handling.py`.
    """

    class Status(models.TextChoices):
        UNCONFIRMED = "unconfirmed", pgettext_lazy("need", "not confirmed yet")
        HELD = "held", pgettext_lazy("need", "someone looks at it first")
        OPEN = "open", pgettext_lazy("need", "open")
        MET = "met", pgettext_lazy("need", "met")
        WITHDRAWN = "withdrawn", pgettext_lazy("need", "withdrawn")
        EXPIRED = "expired", pgettext_lazy("need", "expired")

    class Urgency(models.IntegerChoices):
        TODAY = 0, pgettext_lazy("urgency", "today")
        WEEK = 1, pgettext_lazy("urgency", "this week")
        MONTH = 2, pgettext_lazy("urgency", "this month")
        LATER = 3, pgettext_lazy("urgency", "it can wait")

    class Repeats(models.TextChoices):
        ONCE = "", pgettext_lazy("need", "once")
        WEEKLY = "weekly", pgettext_lazy("need", "every week")
        MONTHLY = "monthly", pgettext_lazy("need", "every month")

    LATER = "after-"  # how `once` begins for a later time of a need that repeats

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("nebe_people.Person", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "nebe_people.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    # Set where an organisation needs it for itself; `person` is who answers for it there.
    for_organisation = models.ForeignKey(
        "nebe_people.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # Who wrote it down for the person.
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    municipality = models.ForeignKey(
        "nebe_places.Municipality",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # Where to, and at what time, where the kind of help leads somewhere (`has_destination`).
    to_municipality = models.ForeignKey(
        "nebe_places.Municipality",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    at_time = models.TimeField(null=True, blank=True)
    reach_km = models.PositiveIntegerField(default=0)  # how far the person can go
    remote = models.BooleanField(default=True)  # help at a distance would do
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.UNCONFIRMED)
    text = EncryptedTextField(subject="person_id", blank=True, default="")
    text_vector = EncryptedTextField(subject="person_id", blank=True, default="")  # need_vectors.py
    # "category.key" → answer to the need's side of a question
    answers = EncryptedJSONField(subject="person_id", blank=True, default="")
    # What only staff asks, of vulnerability, health or status; for the handling organisation.
    sensitive = EncryptedTextField(subject="person_id", blank=True, default="")
    deliver_to = EncryptedTextField(subject="person_id", blank=True, default="")
    language = models.CharField(max_length=10, default="en")
    languages = models.JSONField(default=list, blank=True)  # spoken, ISO 639-1
    people = models.PositiveIntegerField(default=1)
    # How much is wanted, in what the category counts, and how much was agreed on already.
    quantity = models.PositiveIntegerField(default=1)
    found = models.PositiveIntegerField(default=0)
    urgency = models.PositiveSmallIntegerField(choices=Urgency.choices, default=Urgency.MONTH)
    needed_from = models.DateField(null=True, blank=True)
    needed_until = models.DateField(null=True, blank=True)
    repeats = models.CharField(
        max_length=10, choices=Repeats.choices, blank=True, default=Repeats.ONCE
    )
    # Of what repeats each time is a need of its own, on its day: `services/need_times.py`.
    weekdays = models.JSONField(default=list, blank=True)  # 0 is Monday
    repeats_until = models.DateField(null=True, blank=True)
    repeats_ended_at = models.DateTimeField(null=True, blank=True)
    follows = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="followed_by"
    )
    # When the next time opened: known also after that one was deleted.
    followed_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Nebe and coordinators look for an offer; else the person asked one helper only.
    seeks = models.BooleanField(default=False)
    # What everyone may read, where its owner chose so and the category allows it.
    public_text = models.CharField(max_length=300, blank=True)
    public_vector = models.TextField(blank=True, default="", editable=False)  # need_vectors.py
    assignees = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    tags = models.ManyToManyField("nebe_exchange.Tag", blank=True, related_name="needs")
    follow_up_on = models.DateField(null=True, blank=True)
    # Set by the form, so that a double submit stores one need.
    once = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    # Blind index of the code that someone without an e-mail wrote on paper.
    code_index = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    taken_on_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # When help was given for the first time: several who help make one need that was helped.
    helped_on = models.DateField(null=True, blank=True, editable=False)
    # "Is this still true?": when it was asked last, and when the person last said yes.
    still_asked_at = models.DateTimeField(null=True, blank=True)
    still_true_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(organisation="organisation")

    class Meta:
        indexes = [models.Index(fields=["status", "category"])]

    @property
    def missing(self) -> int:
        """Units that nobody has agreed to yet."""
        return max(0, self.quantity - self.found)


class NeedNote(models.Model):
    """What a colleague wrote down about a need, for the handling organisation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="notes")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    text = EncryptedTextField(subject="need.person_id")
    once = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(organisation="need__organisation")

    class Meta:
        ordering = ["created_at", "id"]


class Tag(models.Model):
    """An organisation's own word for its needs and offers."""

    organisation = models.ForeignKey(
        "nebe_people.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField(max_length=40)

    objects = ScopedManager(organisation="organisation")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="one_tag_name")
        ]

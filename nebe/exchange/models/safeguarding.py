"""Who may not take part, what looks odd, and what came of looking into it."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_scopes import ScopedManager

from nebe.core.crypto.fields import EncryptedJSONField, EncryptedTextField


class Ban(models.Model):
    """Someone may not take part, or only in part, until it is lifted.

    It holds everywhere in the network; only the organisation that set it reads it. Of an erased
    person its cause and its marks stay, by which the person is known under a new name.
    """

    class Kind(models.TextChoices):
        BAN = "ban", _("may not take part")
        RESTRICT = "restrict", _("may take part in part")

    class Cause(models.TextChoices):
        EXPLOITATION = "exploitation", _("Exploitation of people")
        VIOLENCE = "violence", _("Violence or threats")
        MINORS = "minors", _("Danger to children")
        MONEY = "money", _("They want money or something in return")
        IDENTITY = "identity", _("Not who they say they are")
        CONDUCT = "conduct", _("Broke the code of conduct")
        OTHER = "other", _("Something else")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "nebe_people.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    person = models.ForeignKey(
        "nebe_people.Person", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    cause = models.CharField(max_length=20, choices=Cause.choices)
    reason = EncryptedTextField(subject="id", blank=True, default="")
    review_on = models.DateField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ScopedManager(organisation="organisation")

    class Meta:
        ordering = ["review_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(lifted_at=None), name="one_standing_ban"
            )
        ]


class BanMark(models.Model):
    """Blind index of one contact of a banned person."""

    ban = models.ForeignKey(Ban, on_delete=models.CASCADE, related_name="marks")
    kind = models.CharField(max_length=10)
    value_index = models.CharField(max_length=64, db_index=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ban", "kind", "value_index"], name="one_ban_mark")
        ]


class ContactMark(models.Model):
    """Blind index of one contact that a person wrote in a text or an answer."""

    person = models.ForeignKey("nebe_people.Person", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10)
    value_index = models.CharField(max_length=64, db_index=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "value_index"], name="one_contact_mark"
            )
        ]


class SafeguardingCase(models.Model):
    """Signals about one offer, one need or one conversation, for a trained person to look into."""

    class Status(models.TextChoices):
        NEW = "new", pgettext_lazy("report or complaint", "new")
        IN_WORK = "in_work", pgettext_lazy("report or complaint", "being looked into")
        CLOSED = "closed", pgettext_lazy("report or complaint", "closed")

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed", pgettext_lazy("case", "confirmed")
        UNFOUNDED = "unfounded", pgettext_lazy("case", "unfounded")
        UNCLEAR = "unclear", pgettext_lazy("case", "unclear")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "nebe_people.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    # Whose doing it is; all of these are empty once the person is erased.
    person = models.ForeignKey(
        "nebe_people.Person", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    offer = models.ForeignKey(
        "nebe_exchange.Offer", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    need = models.ForeignKey(
        "nebe_exchange.Need", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    match = models.ForeignKey(
        "nebe_exchange.Match", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    thing = models.CharField(max_length=60, blank=True)  # "offer:<id>": one open case of each
    # The offer or need is shown to nobody before the case is closed.
    holds = models.BooleanField(default=False)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.NEW)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    words = EncryptedTextField(subject="id", blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(organisation="organisation")

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["thing"],
                condition=~models.Q(status="closed") & ~models.Q(thing=""),
                name="one_open_case",
            )
        ]


class Signal(models.Model):
    """What one rule saw. It decides nothing: see `safeguarding/`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(SafeguardingCase, on_delete=models.CASCADE, related_name="signals")
    code = models.CharField(max_length=20)  # of `safeguarding.codes.SIGNALS`
    # "code:thing", so that nothing is signalled twice; null once the person is erased.
    key = models.CharField(max_length=90, unique=True, null=True, editable=False)
    evidence = EncryptedJSONField(subject="case_id", blank=True, default="")
    at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(organisation="case__organisation")

    class Meta:
        ordering = ["at", "id"]

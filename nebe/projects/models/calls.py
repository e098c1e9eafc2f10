"""Calls for funding: who pays for what, who may apply, where, until when."""

import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from nebe.core.texts.translated import Text, pick

from .columns import words
from .funding import Programme

SOON = timedelta(days=14)
MINUTE = timedelta(minutes=1)


class Call(models.Model):
    """A text and the conditions by which it is found; what it lists hangs on it as `CallTerm`."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("call", "draft")
        PUBLISHED = "published", pgettext_lazy("call", "published")
        WITHDRAWN = "withdrawn", pgettext_lazy("call", "withdrawn")

    class Status(models.TextChoices):
        """What follows from the clock; see `status`."""

        UPCOMING = "upcoming", pgettext_lazy("call", "opens later")
        OPEN = "open", pgettext_lazy("call", "open")
        CLOSING = "closing", pgettext_lazy("call", "closes soon")
        CLOSED = "closed", pgettext_lazy("call", "closed")

    class Zone(models.TextChoices):
        PRAGUE = "Europe/Prague", _("time of Prague")
        WARSAW = "Europe/Warsaw", _("time of Warsaw")

    class Currency(models.TextChoices):
        EUR = "EUR", "EUR"
        CZK = "CZK", "CZK"
        PLN = "PLN", "PLN"
        USD = "USD", "USD"
        NOK = "NOK", "NOK"
        CHF = "CHF", "CHF"
        GBP = "GBP", "GBP"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.DRAFT, db_index=True
    )
    reference = models.CharField(_("number of the call"), max_length=80, blank=True)
    title = words(_("title"))
    summary = words(_("summary"))
    conditions = words(_("conditions"))
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="calls"
    )
    funder = models.ForeignKey(
        "nebe_people.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    currency = models.CharField(_("currency"), max_length=3, choices=Currency.choices, blank=True)
    amount_min = models.PositiveBigIntegerField(_("least for a project"), null=True, blank=True)
    amount_max = models.PositiveBigIntegerField(_("most for a project"), null=True, blank=True)
    amount_total = models.PositiveBigIntegerField(_("all together"), null=True, blank=True)
    own_share = models.DecimalField(
        _("own money in per cent"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    zone = models.CharField(
        _("time zone"), max_length=20, choices=Zone.choices, default=Zone.PRAGUE
    )
    website = models.URLField(_("where to apply"), blank=True)
    # Of one link: `url`, `title` and `language`, which is the title's own.
    links = models.JSONField(_("documents"), default=list, blank=True)
    contact = models.TextField(_("contact"), blank=True)
    contact_email = models.EmailField(_("e-mail of the office"), blank=True)
    previous = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="next_rounds"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    published_at = models.DateTimeField(null=True, blank=True, db_index=True)  # the first time
    # Normalised stems, as the search compares them.
    search_text = models.TextField(blank=True, editable=False)

    class Meta:
        ordering = ["-created_at", "slug"]

    def __str__(self):
        return str(self.name)

    @property
    def name(self) -> Text:
        return pick(self.title, get_language() or "en")

    @property
    def about(self) -> Text:
        return pick(self.summary, get_language() or "en")

    @property
    def rules(self) -> Text:
        return pick(self.conditions, get_language() or "en")

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def codes(self, kind: str) -> list[str]:
        """What it lists of a kind; nothing means that it asks for nothing in particular."""
        return [row.code for row in self.terms.all() if row.kind == kind]

    def deadline(self, now: datetime) -> datetime | None:
        """The next one; of a call that is closed the last one; None where it is always open."""
        moments = [row.at for row in self.deadlines.all()]
        return next(
            (at for at in moments if not is_over(at, now)), moments[-1] if moments else None
        )

    def status(self, now: datetime) -> "Call.Status":
        deadline = self.deadline(now)
        if deadline is not None and is_over(deadline, now):
            return self.Status.CLOSED
        if self.opens_at is not None and now < self.opens_at:
            return self.Status.UPCOMING
        if deadline is not None and deadline - now <= SOON:
            return self.Status.CLOSING
        return self.Status.OPEN


def is_over(deadline: datetime, now: datetime) -> bool:
    """Only behind the end of the minute that is named."""
    return now >= deadline + MINUTE


class CallDeadline(models.Model):
    """A call has one, or one for each round; one without any takes applications all the time."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="deadlines")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["call", "at"], name="one_deadline_once")]


class CallTerm(models.Model):
    """What a call is about, for whom, who may apply, where. A place is CZ or, of it, CZ-64."""

    class Kind(models.TextChoices):
        THEME = "theme", _("Theme")
        TARGET = "target", _("For whom")
        APPLICANT = "applicant", _("Who may apply")
        TERRITORY = "territory", _("Where")

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="terms")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    code = models.CharField(max_length=40)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "code", "call"], name="one_call_term_once")
        ]


class FundingProfile(models.Model):
    """What a member looks for money for: calls are held against it, see `calls/fit.py`."""

    organisation = models.OneToOneField(
        "nebe_people.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    applicant = models.CharField(max_length=40, blank=True)
    territories = models.JSONField(default=list, blank=True)
    themes = models.JSONField(default=list, blank=True)
    targets = models.JSONField(default=list, blank=True)
    currency = models.CharField(max_length=3, choices=Call.Currency.choices, blank=True)
    amount_min = models.PositiveBigIntegerField(null=True, blank=True)
    amount_max = models.PositiveBigIntegerField(null=True, blank=True)
    own_share = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self):
        return self.organisation.name

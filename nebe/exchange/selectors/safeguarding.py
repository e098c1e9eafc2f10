"""Cases as whoever works on them reads them, and how often each signal was right."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from nebe.core.crypto.fields import reveal

from ..models import Ban, SafeguardingCase, Signal
from ..safeguarding.codes import CONTACT_KINDS, EVIDENCE, SIGNALS, Code

Status = SafeguardingCase.Status


def cases_open() -> QuerySet[SafeguardingCase]:
    """Of the organisation worked for."""
    return SafeguardingCase.objects.exclude(status=Status.CLOSED)


def bans_standing() -> QuerySet[Ban]:
    return Ban.objects.filter(lifted_at=None)


def bans_to_review(today: date | None = None) -> QuerySet[Ban]:
    return bans_standing().filter(review_on__lte=today or timezone.localdate())


@dataclass(frozen=True)
class Shown:
    """One signal in words: what it is, why it is one, and what was seen as (label, texts)."""

    code: Code
    at: Any
    evidence: list[tuple[Any, list[str]]]


def signals_shown(case: SafeguardingCase) -> list[Shown]:
    return [
        Shown(SIGNALS[one.code], one.at, _in_words(one.evidence or {}))
        for one in reveal(case.signals.all())
    ]


def _in_words(evidence: dict[str, Any]) -> list[tuple[Any, list[str]]]:
    labels = {"contact": CONTACT_KINDS, "banned_for": dict(Ban.Cause.choices)}
    return [
        (
            EVIDENCE[name],
            [
                str(labels.get(name, {}).get(one, one))
                for one in (value if isinstance(value, list) else [value])
            ],
        )
        for name, value in evidence.items()
    ]


@dataclass(frozen=True)
class Precision:
    """Of the closed cases with a signal: how many of each outcome. `share`: confirmed, in %."""

    code: Code
    confirmed: int
    unfounded: int
    unclear: int
    open: int

    @property
    def closed(self) -> int:
        return self.confirmed + self.unfounded + self.unclear

    @property
    def share(self) -> int | None:
        return round(100 * self.confirmed / self.closed) if self.closed else None


def precision() -> list[Precision]:
    """For each signal, of the organisation worked for; erased people are counted, too."""
    outcomes = {
        outcome: Count("pk", filter=Q(case__outcome=outcome, case__status=Status.CLOSED))
        for outcome in SafeguardingCase.Outcome.values
    }
    counts: dict[str, Any] = {
        row["code"]: row
        for row in Signal.objects.order_by("code")
        .values("code")
        .annotate(**outcomes, open=Count("pk", filter=~Q(case__status=Status.CLOSED)))
    }
    nothing = dict.fromkeys([*outcomes, "open"], 0)
    return [
        Precision(code=SIGNALS[code], **{name: counts.get(code, nothing)[name] for name in nothing})
        for code in SIGNALS
    ]

"""Whether a call is for an organisation, and why, in plain words.

Who may apply and where are *hard*: one that fails means that an application would be refused.
Everything else only makes a call more or less fitting, and puts it higher or lower.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from nebe.core.ui.templatetags.ui import listed as comma_listed

from ..models import Call, CallTerm, FundingProfile
from ..selectors.rates import Rates
from . import terms
from .words import amount, deadline_words, own_share_words, percent

Kind = CallTerm.Kind
NAMED = 6  # at most, of a list in a sentence
SHORT = 21  # days in which an application can hardly be written
POINTS = {"theme": 30, "target": 20, "amount": 15, "own_share": 10, "time": 5}


@dataclass(frozen=True)
class Reason:
    """`fits` is None where it neither speaks for the call nor against it."""

    rule: str
    fits: bool | None
    text: str
    is_hard: bool = False

    @property
    def points(self) -> int:
        if self.fits is None:
            return 0
        worth = POINTS.get(self.rule, 0)
        return worth if self.fits else -worth


@dataclass(frozen=True)
class Fit:
    call: Call
    reasons: tuple[Reason, ...]

    @property
    def is_possible(self) -> bool:
        return all(reason.fits is not False for reason in self.reasons if reason.is_hard)

    @property
    def is_good(self) -> bool:
        """Possible, and about something that the organisation does: worth a mail."""
        return self.is_possible and any(
            reason.fits and reason.rule in ("theme", "target") for reason in self.reasons
        )

    @property
    def points(self) -> int:
        return sum(reason.points for reason in self.reasons)


def fits(calls: list[Call], profile: FundingProfile, now: datetime) -> list[Fit]:
    """Those that may be applied for come first, the most fitting of them at the top.

    The order among equals is that of `calls`: by deadline.
    """
    rates = rates_by(calls, profile, now)
    found = [Fit(call, tuple(reasons(call, profile, now, rates))) for call in calls]
    return sorted(found, key=lambda one: (not one.is_possible, -one.points))


def fit(call: Call, profile: FundingProfile, now: datetime) -> Fit:
    return fits([call], profile, now)[0]


def rates_by(calls: list[Call], profile: FundingProfile, now: datetime) -> Rates:
    today = timezone.localdate(now)
    currencies = {call.currency for call in calls} if profile.currency else set()
    return Rates.of(currencies, profile.currency, since=today, until=today, today=today)


def reasons(call: Call, profile: FundingProfile, now: datetime, rates: Rates) -> Iterator[Reason]:
    yield who(call, profile)
    yield where(call, profile)
    yield from about(call, profile)
    yield from own_money(call, profile)
    yield from size(call, profile, rates)
    yield when(call, now)


def who(call: Call, profile: FundingProfile) -> Reason:
    codes = call.codes(Kind.APPLICANT)
    if not codes:
        return Reason("who", True, _("Everybody may apply."), is_hard=True)
    may = listed(Kind.APPLICANT, codes)
    if not profile.applicant:
        text = _("May apply: %(kinds)s. Your profile does not say what you are.")
        return Reason("who", None, text % {"kinds": may}, is_hard=True)
    if profile.applicant in codes:
        own = listed(Kind.APPLICANT, [profile.applicant])
        return Reason("who", True, _("You may apply: %(kind)s.") % {"kind": own}, is_hard=True)
    text = _("You may not apply. Only these may: %(kinds)s.") % {"kinds": may}
    return Reason("who", False, text, is_hard=True)


def where(call: Call, profile: FundingProfile) -> Reason:
    codes = call.codes(Kind.TERRITORY)
    if not codes:
        return Reason("where", True, _("It is for every place."), is_hard=True)
    named = {"places": listed(Kind.TERRITORY, codes)}
    if not profile.territories:
        text = _("Only for: %(places)s. Your profile does not say where you work.")
        return Reason("where", None, text % named, is_hard=True)
    if any(terms.meet(code, own) for code in codes for own in profile.territories):
        return Reason("where", True, _("You work where it is for: %(places)s.") % named, True)
    return Reason("where", False, _("You do not work where it is for: %(places)s.") % named, True)


def about(call: Call, profile: FundingProfile) -> Iterator[Reason]:
    sides = (
        (
            "theme",
            profile.themes,
            _("Among your themes: %(names)s."),
            _("Its themes are not yours: %(names)s."),
        ),
        (
            "target",
            profile.targets,
            _("For people you work with: %(names)s."),
            _("For people you do not work with: %(names)s."),
        ),
    )
    for rule, own, yes, no in sides:
        codes = call.codes(rule)
        if not codes or not own:
            continue  # nothing to compare
        shared = [code for code in codes if code in own]
        text = (yes if shared else no) % {"names": listed(rule, shared or codes)}
        yield Reason(rule, bool(shared), text)


def own_money(call: Call, profile: FundingProfile) -> Iterator[Reason]:
    if call.own_share is not None:
        text = own_share_words(call)
        if profile.own_share is None or not call.own_share:
            yield Reason("own_share", None if call.own_share else True, text)
        elif call.own_share <= profile.own_share:
            yield Reason("own_share", True, text)
        else:
            most = _("You bring at most %(percent)s %%.") % {"percent": percent(profile.own_share)}
            yield Reason("own_share", False, f"{text} {most}")


def size(call: Call, profile: FundingProfile, rates: Rates) -> Iterator[Reason]:
    """In the profile's currency; without a rate of today nothing is compared."""
    least = in_profile(call.amount_min, call, profile, rates)
    most = in_profile(call.amount_max, call, profile, rates)
    if least and profile.amount_max is not None and least > profile.amount_max:
        text = _("Too large for you: at least %(amount)s for a project.")
        yield Reason(
            "amount", False, text % {"amount": told(call.amount_min, least, call, profile)}
        )
    elif most is not None and most < (profile.amount_min or 0):
        text = _("Too small for you: at most %(amount)s for a project.")
        yield Reason("amount", False, text % {"amount": told(call.amount_max, most, call, profile)})
    elif (least or most) and (profile.amount_min or profile.amount_max):
        yield Reason("amount", True, _("The amount is of the size of your projects."))


def in_profile(
    value: int | None, call: Call, profile: FundingProfile, rates: Rates
) -> Decimal | None:
    if value is None or not profile.currency:
        return None
    return rates.converted(Decimal(value), call.currency, rates.today, profile.currency)


def told(value: int | None, there: Decimal, call: Call, profile: FundingProfile) -> str:
    """As the funder says it, and beside it as the profile counts."""
    own = amount(value or 0, call.currency)
    if call.currency == profile.currency:
        return own
    return f"{own} (≈ {amount(round(there), profile.currency)})"


def when(call: Call, now: datetime) -> Reason:
    status, text = call.status(now), deadline_words(call, now)
    if status == Call.Status.CLOSED:
        return Reason("time", False, text, is_hard=True)
    deadline = call.deadline(now)
    is_short = status != Call.Status.UPCOMING and deadline and (deadline - now).days < SHORT
    return Reason("time", False if is_short else None, text)


def listed(kind: str, codes: list[str]) -> str:
    names = terms.names(kind, codes)
    return comma_listed(names if len(names) <= NAMED else [*names[:NAMED], "…"])

"""What a call says of its money and its time, in plain words."""

from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language_bidi as rtl
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import Call


def amount(value: int, currency: str) -> str:
    """Within words from right to left number and currency stay in their order."""
    told = f"{number_format(value, force_grouping=True)}\N{NO-BREAK SPACE}{currency}".strip()
    return f"\N{FIRST STRONG ISOLATE}{told}\N{POP DIRECTIONAL ISOLATE}" if rtl() else told


def amount_words(call: Call) -> str:
    """For one project."""
    return span_words(call.amount_min, call.amount_max, call.currency)


def span_words(low: int | None, high: int | None, currency: str, *, plain: bool = False) -> str:
    """`plain`: `high` as it is, and not as the most."""
    if plain and high is not None:
        return amount(high, currency)
    if low is not None and high is not None and low != high:
        return _("from %(least)s to %(most)s") % {
            "least": amount(low, currency),
            "most": amount(high, currency),
        }
    if high is not None:
        return _("at most %(most)s") % {"most": amount(high, currency)}
    return _("at least %(least)s") % {"least": amount(low, currency)} if low else ""


def percent(value: Decimal | int) -> str:
    return number_format(plain(value), use_l10n=True)


def plain(value: Decimal | int) -> str:
    """Without noughts behind the point, and never as 2E+1."""
    return f"{Decimal(value).normalize():f}"


def own_share_words(call: Call) -> str:
    if call.own_share is None:
        return ""
    if not call.own_share:
        return _("No own money is needed.")
    return _("Needs %(percent)s %% of own money.") % {"percent": percent(call.own_share)}


def moment_words(moment: datetime, call: Call) -> str:
    """Day and hour where the call counts, and whose hour it is."""
    local = timezone.localtime(moment, call.tz)
    return _("%(day)s, %(hour)s (%(zone)s)") % {
        "day": date_format(local, "DATE_FORMAT"),
        "hour": date_format(local, "TIME_FORMAT"),
        "zone": call.get_zone_display(),
    }


def days_until(moment: datetime, call: Call, now: datetime) -> int:
    """Midnights between, where the call counts."""
    days = timezone.localtime(moment, call.tz).date() - timezone.localtime(now, call.tz).date()
    return days.days


def deadline_words(call: Call, now: datetime) -> str:
    status = call.status(now)
    deadline = call.deadline(now)
    if status == Call.Status.CLOSED:
        return _("This call is closed.")
    if status == Call.Status.UPCOMING and call.opens_at is not None:
        return _("Opens on %(day)s.") % {
            "day": date_format(timezone.localtime(call.opens_at, call.tz), "DATE_FORMAT")
        }
    if deadline is None:
        return _("You may apply at any time.")
    days = days_until(deadline, call, now)
    if days <= 0:
        return _("Deadline today.")
    text = ngettext("Deadline in %(days)s day.", "Deadline in %(days)s days.", days)
    return text % {"days": days}

"""Calls as a table, which `imports.py` takes back, and as data for other programs."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from nebe.core.mail.addresses import absolute
from nebe.core.texts.tables import csv_lines, safe

from ..models import Call, CallTerm
from . import terms
from .words import plain

LISTS = {
    "applicants": CallTerm.Kind.APPLICANT,
    "territories": CallTerm.Kind.TERRITORY,
    "themes": CallTerm.Kind.THEME,
    "targets": CallTerm.Kind.TARGET,
}


def table(calls: Iterable[Call], now: datetime) -> Iterator[str]:
    return csv_lines([header(), *(line(call, now) for call in calls)])


def header() -> list[str]:
    kinds = [str(kind.label) for kind in CallTerm.Kind]
    money = [_("Least for a project"), _("Most for a project"), _("All together"), _("Currency")]
    names = [_("Title"), _("Number of the call"), _("Programme"), _("Who pays"), _("Status")]
    when = [_("Opens"), _("Deadlines"), _("Hours are those of")]
    more = [_("Summary"), _("Conditions"), _("Where to apply"), _("Documents"), _("Contact")]
    here = [_("E-mail of the office"), _("Page")]
    return [*names, *when, *kinds, *money, _("Own money in per cent"), *more, *here]


def line(call: Call, now: datetime) -> list[Any]:
    texts = [
        str(call.name),
        call.reference,
        str(call.programme or ""),
        call.funder.name if call.funder else "",
        str(call.status(now).label),
        moment(call, call.opens_at),
        "; ".join(moment(call, row.at) for row in call.deadlines.all()),
        call.get_zone_display(),
        *("; ".join(terms.names(kind, call.codes(kind))) for kind in CallTerm.Kind),
    ]
    money = [call.amount_min, call.amount_max, call.amount_total, call.currency]
    share = "" if call.own_share is None else plain(call.own_share)
    more = [str(call.about), str(call.rules), call.website, links_told(call), call.contact]
    here = [call.contact_email, absolute("projects:call", call.slug)]
    return [safe(cell) for cell in (*texts, *money, share, *more, *here)]


def links_told(call: Call) -> str:
    """As the form asks for them: one on a line."""
    return "\n".join(f"{link['url']} {link['title']}" for link in call.links)


def moment(call: Call, at: datetime | None) -> str:
    """With its distance from UTC, so that nobody has to guess the hour."""
    return at.astimezone(call.tz).isoformat(timespec="minutes") if at else ""


def record(call: Call, now: datetime) -> dict[str, Any]:
    """All languages; lists are codes, as the addresses of the filters use them."""
    return {
        "id": str(call.pk),
        "address": absolute("projects:call", call.slug),
        "reference": call.reference,
        "title": call.title,
        "summary": call.summary,
        "conditions": call.conditions,
        "programme": call.programme and {"id": call.programme.slug, "name": call.programme.name},
        "funder": call.funder and call.funder.name,
        "status": str(call.status(now)),
        "opens": moment(call, call.opens_at) or None,
        "deadlines": [moment(call, row.at) for row in call.deadlines.all()],
        **{name: call.codes(kind) for name, kind in LISTS.items()},
        "amount": {
            "currency": call.currency or None,
            "project_min": call.amount_min,
            "project_max": call.amount_max,
            "total": call.amount_total,
        },
        "own_share": None if call.own_share is None else float(call.own_share),
        "website": call.website or None,
        "links": call.links,
        "published": call.published_at and call.published_at.isoformat(timespec="seconds"),
    }

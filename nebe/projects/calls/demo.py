"""The demonstration's calls, all invented, in the weeks around today."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from nebe.core.people.actors import Actor
from nebe.core.people.models import Organisation

from ..models import Call, FundingProfile, Programme
from .editing import call_publish, call_save
from .profiles import proposed

TEXTS = Path(__file__).parents[1] / "data/calls.toml"
ZONES = {"common-home": Call.Zone.WARSAW}
NAMED = "Druhý břeh"  # whose profile is written down; the others' is proposed by their projects


def calls_demo_load(*, programmes: Mapping[str, Programme], today: date) -> int:
    """How many were made; those that are there already stay as they are."""
    made = 0
    for told in tomllib.loads(TEXTS.read_text())["call"]:
        if not Call.objects.filter(reference=told["reference"]).exists():
            call_publish(call=call_of_demo(told, programmes, today), actor=Actor.system())
            made += 1
    if organisation := Organisation.objects.filter(name=NAMED).first():
        values = proposed(organisation) | {"applicant": "ngo", "own_share": 10}
        FundingProfile.objects.get_or_create(organisation=organisation, defaults=values)
    return made


def call_of_demo(told: dict[str, Any], programmes: Mapping[str, Programme], today: date) -> Call:
    zone = ZONES.get(told["programme"], Call.Zone.PRAGUE)
    least, most, total = told["amount"]

    def moment(days: int, hour: int) -> datetime:
        clock = datetime.combine(today + timedelta(days=days), time(hour))
        return clock.replace(tzinfo=Call(zone=zone).tz)

    site = f"https://{told['programme']}.example.org/{told['slug']}"
    values = {name: told[name] for name in ("reference", "title", "summary", "conditions")}
    values |= {name: told[name] for name in ("currency", "own_share")}
    return call_save(
        call=None,
        values=values
        | {
            "programme": programmes[told["programme"]],
            "amount_min": least,
            "amount_max": most,
            "amount_total": total or None,
            "zone": zone,
            "opens_at": moment(told["opens"], 9),
            "website": site,
            "links": [
                {"url": f"{site}.pdf", "title": f"{told['reference']} (PDF)", "language": "cs"}
            ],
            "contact_email": f"{told['programme']}@example.org",
        },
        funder="",
        listed={kind: told[kind] for kind in ("applicant", "territory", "theme", "target")},
        deadlines=[moment(days, told["hour"]) for days in told["deadlines"]],
        actor=Actor.system(),
    )

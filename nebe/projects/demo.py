"""The demonstration's projects, all invented, in the years around today."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from nebe.core.people.actors import Actor
from nebe.core.people.models import Organisation

from .facets import facets_settle
from .iati.nodes import Record
from .known import Known
from .models import Alias, Funding, Programme, Project, Role
from .services.records import records_take
from .terms import TARGETS_URI, THEMES_URI, tag

TEXTS = Path(__file__).parent / "data/demo.toml"
REF = "XI-NEBE-DEMO"  # no agency gives out such numbers


@transaction.atomic
def demo_load(*, today: date) -> int:
    """How many projects were made; those that are there already stay as they are."""
    office = Organisation.objects.get(is_network=True)
    Alias.objects.get_or_create(key=REF, defaults={"organisation": office})
    texts = tomllib.loads(TEXTS.read_text())
    told = texts["project"]
    identifiers = [identifier_of(each) for each in told]
    there = set(
        Project.objects.filter(iati_identifier__in=identifiers).values_list(
            "iati_identifier", flat=True
        )
    )
    records = [
        record_of_demo(each, office, today) for each in told if identifier_of(each) not in there
    ]
    known = Known(Actor.system())
    taken = records_take(records=records, known=known, publish=True, source="")
    programmes = programmes_load(texts["programme"], known, today)
    by_identifier = {each.project.iati_identifier: each.project for each in taken if each.project}
    for each in told:
        if project := by_identifier.get(identifier_of(each)):
            programme = programmes[each["programme"]]
            Funding.objects.create(
                project=project, programme=programme, funder=programme.funder, percentage=100
            )
    facets_settle(by_identifier.values())
    return len(records)


def programmes_load(told: list[dict[str, Any]], known: Known, today: date) -> dict[str, Programme]:
    made = {}
    for each in told:
        first, last = (today.year + year for year in each["years"])
        values = {
            "name": each["name"],
            "funder": known.organisation(names={"en": each["funder"]}, role=Role.FUNDING),
            "start": date(first, 1, 1),
            "end": date(last, 12, 31),
        }
        made[each["slug"]], _new = Programme.objects.get_or_create(
            slug=each["slug"], defaults=values
        )
    return made


def identifier_of(told: dict[str, Any]) -> str:
    return f"{REF}-{told['slug']}"


def record_of_demo(told: dict[str, Any], office: Organisation, today: date) -> Record:
    first, last = (today.year + year for year in told["years"])
    running = first <= today.year <= last
    return {
        "iati_identifier": identifier_of(told),
        "language": "en",
        "currency": told["currency"],
        "reporter": {"ref": REF, "type": "22", "text": {"en": office.name}},
        "title": told["title"],
        "descriptions": [{"type": "2", "text": told["aim"]}],
        "status": "2" if running else "4" if last < today.year else "1",
        "dates": dates_of(first, last, today),
        "participations": participations_of(told),
        "countries": [{"code": told["country"]}],
        "locations": [{"name": {"en": told["place"]}}],
        "tags": [tag(THEMES_URI, code) for code in told["themes"]]
        + [tag(TARGETS_URI, code) for code in told["targets"]],
        "sectors": sectors_of(told["sectors"]),
        "budgets": budgets_of(first, last, told["budget"]),
        "transactions": payments_of(first, told["spent"], today),
        "results": [result_of(told, first, last)],
    }


def dates_of(first: int, last: int, today: date) -> list[Record]:
    start, end = date(first, 1, 1), date(last, 12, 31)
    return [
        {"type": "2" if start <= today else "1", "date": start.isoformat()},
        {"type": "4" if end < today else "3", "date": end.isoformat()},
    ]


def participations_of(told: dict[str, Any]) -> list[Record]:
    named = [(Role.FUNDING, told["funder"]), (Role.ACCOUNTABLE, told["lead"])]
    named += [(Role.IMPLEMENTING, name) for name in (told["lead"], *told["partners"])]
    return [{"role": str(role), "name": {"en": name}} for role, name in named]


def sectors_of(codes: list[str]) -> list[Record]:
    shares = {1: ("100",), 2: ("60", "40")}[len(codes)]
    return [
        {"vocabulary": "1", "code": code, "percentage": share}
        for code, share in zip(codes, shares, strict=True)
    ]


def payments_of(first: int, spent: list[int], today: date) -> list[Record]:
    """One at the end of each year; of a year that runs what is paid by today."""
    days = [(min(date(first + at, 12, 31), today), value) for at, value in enumerate(spent)]
    return [
        {"type": "4", "date": day.isoformat(), "value": str(value), "value_date": day.isoformat()}
        for at, (day, value) in enumerate(days)
        if day < today or at == 0
    ]


def budgets_of(first: int, last: int, total: int) -> list[Record]:
    """The standard wants one of each year; the last one has what cannot be shared out."""
    years = range(first, last + 1)
    share = total // len(years)
    shares = [share] * (len(years) - 1) + [total - share * (len(years) - 1)]
    return [
        period(f"{year}-01-01", f"{year}-12-31", value) | {"type": "1"}
        for year, value in zip(years, shares, strict=True)
    ]


def period(start: str, end: str, value: int) -> Record:
    return {"start": start, "end": end, "value": str(value), "value_date": start}


def result_of(told: dict[str, Any], first: int, last: int) -> Record:
    """With who they were: the reached figure stands for all, for women, for men."""
    _unit, target, reached, women, men = told["indicator"]
    actuals = [{"value": str(reached)}] + [
        {"value": str(value), "dimensions": [{"name": "sex", "value": sex}]}
        for sex, value in (("female", women), ("male", men))
    ]
    periods: list[Record] = [{"start": f"{first}-01-01", "end": f"{last}-12-31"}]
    periods[0] |= {"targets": [{"value": str(target)}]} | ({"actuals": actuals} if reached else {})
    indicator = {"measure": "1", "title": told["result"], "periods": periods}
    return {"type": "1", "title": told["result"], "indicators": [indicator]}

"""A project of the demonstration that its organisation reports: by hand, and counted by Nebe."""

import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from nebe.core.people.actors import Actor
from nebe.core.people.models import Organisation
from nebe.core.ui.counted import counted_indicator

from .demo import REF, dates_of, identifier_of, participations_of, period, sectors_of
from .iati.nodes import Record
from .known import Known
from .models import Alias, Project
from .services.counting import counting_set
from .services.records import records_take

TEXTS = Path(__file__).parent / "data/demo_results.toml"
DIMENSIONS = ("sex", "age", "status", "place")


@transaction.atomic
def results_demo_load(*, now: datetime) -> bool:
    """False where it is there already."""
    told = tomllib.loads(TEXTS.read_text())
    if Project.objects.filter(iati_identifier=identifier_of(told)).exists():
        return False
    organisation = Organisation.objects.get(slug=told["organisation"])
    ref = f"{REF}-{told['organisation']}"
    Alias.objects.get_or_create(key=ref, defaults={"organisation": organisation})
    told |= {"lead": organisation.name, "partners": []}
    record = record_of_demo(told, ref, timezone.localdate(now))
    (taken,) = records_take(records=[record], known=Known(Actor.system()), publish=True, source="")
    if taken.project is not None:
        countings_set(taken.project, told, now)
    return True


def record_of_demo(told: dict[str, Any], ref: str, today: date) -> Record:
    first, last = today.year - 1, today.year + 1
    return {
        "iati_identifier": identifier_of(told),
        "language": "en",
        "currency": told["currency"],
        "reporter": {"ref": ref, "type": "22", "text": {"en": told["lead"]}},
        "title": told["title"],
        "descriptions": [{"type": "2", "text": told["aim"]}],
        "status": "2",
        "dates": dates_of(first, last, today),
        "participations": participations_of(told),
        "countries": [{"code": told["country"]}],
        "sectors": sectors_of(told["sectors"]),
        "budgets": [period(f"{first}-01-01", f"{last}-12-31", told["budget"]) | {"type": "1"}],
        "results": [
            {"type": each["type"], "title": each["title"]}
            | {"indicators": [indicator_of(one, today) for one in each["indicator"]]}
            for each in told["result"]
        ],
    }


def indicator_of(told: dict[str, Any], today: date) -> Record:
    found: Record = {"measure": told["measure"], "ascending": "1", "title": told["title"]}
    if "baseline" in told:
        value, year = told["baseline"]
        found["baselines"] = [{"value": value, "year": str(today.year + year)}]
    return found | {"periods": [period_of(each, today) for each in told["periods"]]}


def period_of(told: dict[str, Any], today: date) -> Record:
    year = today.year + told["year"]
    found: Record = {"start": f"{year}-01-01", "end": f"{year}-12-31"}
    found["targets"] = [{"value": told["target"]}]
    if "actual" in told:
        comment = {"comment": told["comment"]} if "comment" in told else {}
        found["actuals"] = [{"value": told["actual"]} | comment] + [
            {"value": value, "dimensions": [{"name": name, "value": group}]}
            for name in DIMENSIONS
            for group, value in told.get(name, {}).items()
        ]
    return found


def countings_set(project: Project, told: dict[str, Any], now: datetime) -> None:
    codes = [one.get("counted", "") for each in told["result"] for one in each["indicator"]]
    rows = [row for each in project.results.all() for row in each.indicators.all()]
    for row, code in zip(rows, codes, strict=True):
        if code and counted_indicator(code):
            counting_set(
                indicator=row, code=code, region=None, organisation=None,
                actor=Actor.system(), now=now,
            )  # fmt: skip

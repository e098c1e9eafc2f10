"""Fills the database of this process with projects: `python -m benchmarks.projects_fill 100000`.

Not through an import, which takes each apart: rows as it would leave them. Organisations, places,
words and years are as uneven as in life; nothing of the texts makes sense to a reader.
"""

import random
import sys
import time
import uuid
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import accumulate, islice
from typing import Any

import django
from django.core.management import call_command

BATCH = 1_000
DRAWN = 20_000  # then the database copies them
BELOW = (
    *("Participation", "ProjectTag", "Location", "Territory", "Sector", "Budget", "Funding"),
    *("Facet", "Listed"),
)
ORGANISATIONS, FUNDERS, PROGRAMMES = 2_500, 300, 60
TRANSACTIONS = 15  # of each project
YEARS = (2008, 2026)
LANGUAGES = ("en", "cs", "pl", "uk")
SECTORS = ("11230", "15190", "16020", "16030", "15160", "12220", "11330", "15180", "72010")


def uneven(count: int) -> list[float]:
    """The second half as often as the first."""
    return list(accumulate(1 / (rank + 1) for rank in range(count)))


class Maker:
    def __init__(self, seed: int):
        from nebe.core.people.models import Organisation
        from nebe.core.places.models import Municipality
        from nebe.projects.models import Programme

        from .articles import Drawn

        self.chance = random.Random(seed)
        self.words = {code: Drawn(code, self.chance) for code in LANGUAGES}
        rows = [
            Organisation(name=f"Organisation {n}", slug=f"organisation-{n}", kind="other")
            for n in range(ORGANISATIONS + FUNDERS)
        ]
        for row in rows:
            row.status = Organisation.Status.UNCLAIMED
        made = Organisation.objects.bulk_create(rows)
        self.funders, self.organisations = made[:FUNDERS], made[FUNDERS:]
        self.programmes = Programme.objects.bulk_create(
            Programme(slug=f"programme-{n}", name={"en": f"Programme {n}"}, funder=made[n])
            for n in range(PROGRAMMES)
        )
        places = Municipality.objects.filter(region__country__in=("CZ", "PL"))
        self.places = list(places.select_related("region").order_by("-population", "pk")[:3_000])

    def one(self, among: list) -> Any:
        return self.chance.choices(among, cum_weights=uneven_of(len(among)))[0]

    def projects(self) -> Iterator[tuple[Any, list]]:
        while True:
            yield self.project()

    def project(self) -> tuple[Any, list]:
        """A project and the rows that hang on it."""
        from nebe.projects.models import Project

        chance, key = self.chance, uuid.UUID(int=self.chance.getrandbits(128), version=4)
        codes = ["en", *(code for code in LANGUAGES[1:] if chance.random() < 0.25)]
        title, aim, stems = {}, {}, []
        for code in codes:
            title[code], of_title = self.words[code].sentence(6)
            aim[code], of_aim = self.words[code].sentence(40)
            stems += [of_title, of_aim]
        start = date(chance.randrange(*YEARS), chance.randrange(1, 13), 1)
        end = date(start.year + chance.choice((0, 1, 1, 2, 2, 3)), 12, 31)
        row = Project(
            id=key,
            slug=f"project-{key.hex[:16]}",
            state="published" if chance.random() < 0.98 else "withdrawn",
            iati_identifier=f"XX-BENCH-{key.hex}",
            title=title,
            descriptions=[{"type": "2", "text": aim}],
            language="en",
            currency="CZK",
            status="4" if end.year < YEARS[1] else "2",
            actual_start=start,
            planned_end=end,
            search_text=f" {' '.join(stems)} ",
        )
        return row, list(self.below(row, start, end))

    def below(self, row, start: date, end: date) -> Iterator[Any]:
        from nebe.projects.models import (
            Budget,
            Funding,
            Location,
            Participation,
            ProjectTag,
            Sector,
            Territory,
        )
        from nebe.projects.terms import TARGETS, TARGETS_URI, THEMES, THEMES_URI

        chance, place = self.chance, self.one(self.places)
        for role, among, times in (
            ("1", self.funders, 1),
            ("2", self.organisations, 1),
            ("4", self.organisations, chance.randrange(1, 4)),
        ):
            for _each in range(times):
                known = self.one(among)
                name = {"en": known.name}
                yield Participation(project=row, organisation=known, role=role, name=name)
        for uri, terms in ((THEMES_URI, THEMES), (TARGETS_URI, TARGETS)):
            for code in {self.one(list(terms)) for _each in range(2)}:
                yield ProjectTag(project=row, vocabulary="99", vocabulary_uri=uri, code=code)
        yield Location(
            project=row, municipality=place, region=place.region, name={"en": place.name}
        )
        yield Territory(project=row, level="country", code=place.region.country)
        yield Sector(project=row, vocabulary="1", code=self.one(list(SECTORS)))
        value = Decimal(int(10 ** chance.uniform(4.5, 8.2)))
        yield Budget(project=row, type="1", start=start, end=end, value=value, value_date=start)
        if chance.random() < 0.8:
            programme = self.one(self.programmes)
            yield Funding(project=row, programme=programme, funder=programme.funder)


weights: dict[int, list[float]] = {}


def uneven_of(count: int) -> list[float]:
    return weights.setdefault(count, uneven(count))


def fill(count: int, seed: int) -> None:
    from nebe.core.people.models import Organisation
    from nebe.core.places.loading import places_load
    from nebe.core.places.models import Municipality

    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("migrate", verbosity=0)
    call_command("migrate", database="keys", verbosity=0)
    if not Municipality.objects.exists():
        places_load()
    Organisation.objects.get_or_create(
        slug="office", name="Office", kind="member", status="active", is_network=True
    )
    drawn = min(count, DRAWN)
    projects_fill(drawn, seed)
    for number in range(1, count // drawn):
        copies_fill(number)
    transactions_fill()


def projects_fill(count: int, seed: int) -> None:
    from django.db import transaction

    from nebe.projects.facets import facets_keep
    from nebe.projects.models import Project

    projects, spent = Maker(seed).projects(), 0.0
    for done in range(0, count, BATCH):
        batch = list(islice(projects, min(BATCH, count - done)))
        with transaction.atomic():
            Project.objects.bulk_create([row for row, _below in batch])
            by_model: dict[type, list] = {}
            for _row, below in batch:
                for each in below:
                    by_model.setdefault(type(each), []).append(each)
            for model, rows in by_model.items():
                model.objects.bulk_create(rows)
            started = time.perf_counter()
            facets_keep(batch)
            spent += time.perf_counter() - started
        print(f"{done + len(batch):,}", file=sys.stderr, flush=True)
    print(f"facets and sets of {count:,} projects kept in {spent:.0f} s", file=sys.stderr)


def copies_fill(number: int) -> None:
    """Each project that was drawn once more, under another name; the database does it by itself."""
    from django.db import connection, transaction

    from nebe.projects import models

    drawn = models.Project.objects.exclude(slug__contains="-copy-").values_list("pk", flat=True)
    pairs = [(as_column(key), as_column(uuid.uuid5(key, str(number)))) for key in drawn]
    kind = "uuid" if connection.vendor == "postgresql" else "char(32)"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE copied (old {kind} PRIMARY KEY, new {kind})")
        cursor.executemany("INSERT INTO copied VALUES (%s, %s)", pairs)
        rows_copy(cursor, models.Project, "id", slug=number, iati_identifier=number)
        for name in BELOW:
            rows_copy(cursor, getattr(models, name))
        cursor.execute("DROP TABLE copied")
    print(f"copy {number}", file=sys.stderr, flush=True)


def as_column(key: uuid.UUID) -> Any:
    from django.db import connection

    return key if connection.vendor == "postgresql" else key.hex


def rows_copy(cursor: Any, model: Any, project: str = "project_id", **named: int) -> None:
    """Names of our own tables and columns; `named` get the number of the copy behind them."""
    fields = [f.column for f in model._meta.concrete_fields]
    columns = [name for name in fields if name == project or name != model._meta.pk.column]
    values = [
        "c.new"
        if name == project
        else f"t.{quoted(name)} || '-copy-{named[name]}'"
        if name in named
        else f"t.{quoted(name)}"
        for name in columns
    ]
    cursor.execute(
        f"INSERT INTO {model._meta.db_table} ({', '.join(map(quoted, columns))}) "
        f"SELECT {', '.join(values)} FROM {model._meta.db_table} t "
        f"JOIN copied c ON t.{quoted(project)} = c.old"
    )


def transactions_fill() -> None:
    """Those of the first project, for every other one as well."""
    from django.db import connection

    from nebe.projects.models import Project, Transaction

    first = Project.objects.order_by("pk").first()
    Transaction.objects.bulk_create(
        Transaction(project=first, type="4", date=date(2020, 1, 1 + n), value=Decimal(1000 * n))
        for n in range(TRANSACTIONS)
    )
    names = [f.column for f in Transaction._meta.concrete_fields if not f.primary_key]
    others = [name for name in names if name != "project_id"]
    table, projects = Transaction._meta.db_table, Project._meta.db_table
    with connection.cursor() as cursor:
        # Names of our own columns.
        cursor.execute(
            f"INSERT INTO {table} (project_id, {', '.join(map(quoted, others))}) "
            f"SELECT p.id, {', '.join(f't.{quoted(name)}' for name in others)} "
            f"FROM {projects} p CROSS JOIN {table} t WHERE p.id <> t.project_id"
        )
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def quoted(name: str) -> str:
    return f'"{name}"'


if __name__ == "__main__":
    django.setup()
    from .databases import SEED

    fill(int(sys.argv[1]), SEED)

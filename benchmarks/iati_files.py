"""IATI files of any size in and out: `python -m benchmarks iati`.

The file is made by a seed. Reading and taking each run in a process of their own, the taking is
killed (-9) on its way and goes on; memory is all that the process has (RSS), looked at ten times a
second. What runs below, in a process that sees the database: `python -m benchmarks.iati_files
keep FILE`, `read`, `take`, `copies 100`, `export FILE`, `plain FILE`.
"""

import json
import math
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import django

from .databases import SEED, Database

MEGABYTE = 1_000_000
TRANSACTIONS = 15  # of an activity
ORGANISATIONS = 2_000
SECTORS = ("11230", "15190", "16020", "16030", "15160", "12220", "11330", "15180", "72010")
COUNTRIES = ("CZ", "PL", "UA", "SK", "RO", "MD", "DE", "AT")
WORDS = (
    *("courses", "language", "refugees", "children", "Ukraine", "work", "housing", "women"),
    *("counselling", "families", "schools", "integration", "volunteers", "city", "support"),
    *("legal", "health", "rights", "training", "mentoring", "community", "young"),
)
LOOK = 0.1
SHOWN = 10  # samples of the memory of a process


def bench(megabytes: int, projects: int) -> dict[str, Any]:
    """What `docs/benchmarks.md` shows, on PostgreSQL."""
    database = Database("postgresql", 0)
    database.create()
    file = database.directory / f"activities-{megabytes}.xml"
    activities = write_file(file, megabytes * MEGABYTE)
    call(database, "prepare")
    call(database, "keep", str(file))
    found: dict[str, Any] = {"MB": megabytes, "activities": activities}
    plain = call(database, "plain", str(file))
    found["plain"] = plain
    found["read"] = call(database, "read")
    found["killed"] = call(database, "take", until=lambda: done(database) > activities // 2)
    found["killed at"] = done(database)
    found["take"] = call(database, "take")
    found["plain after"] = call(database, "plain", str(file))
    found["came"] = call(database, "count")["said"]
    times = math.ceil(projects / activities)
    found["copies"] = call(database, "copies", str(times))
    found["export"] = call(database, "export", str(database.directory / "out.xml"))
    found["out"] = call(database, "plain", str(database.directory / "out.xml"))
    return found


def write_file(path: Path, size: int) -> int:
    """Activities until the file is as large; how many there are."""
    rng, number = random.Random(SEED), 0
    with path.open("w") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<iati-activities version="2.03">\n')
        while file.tell() < size:
            number += 1
            file.writelines(activity(number, rng))
        file.write("</iati-activities>\n")
    return number


def activity(number: int, rng: random.Random) -> Iterator[str]:
    def said(words: int) -> str:
        return f"<narrative>{' '.join(rng.choices(WORDS, k=words))}</narrative>"

    year, total = rng.randint(2012, 2024), rng.randint(10, 900) * 1000
    yield (
        '<iati-activity xml:lang="en" default-currency="EUR" last-updated-datetime='
        f'"2026-01-01T00:00:00Z"><iati-identifier>XI-BENCH-{number}</iati-identifier>'
        f'<reporting-org ref="XI-BENCH" type="22">{said(2)}</reporting-org><title>{said(7)}</title>'
        f"<description type='1'>{said(60)}</description><description type='2'>{said(40)}"
        "</description>"
    )
    for role in ("1", "2", "4"):
        ref = rng.randrange(ORGANISATIONS)
        yield (
            f'<participating-org role="{role}" ref="XI-O-{ref}" type="22">'
            f"<narrative>Organisation {ref}</narrative></participating-org>"
        )
    yield (
        '<activity-status code="4"/>'
        f'<activity-date type="2" iso-date="{year}-01-01"/>'
        f'<activity-date type="4" iso-date="{year}-12-31"/>'
        f'<recipient-country code="{rng.choice(COUNTRIES)}"/>'
        f'<sector vocabulary="1" code="{rng.choice(SECTORS)}"/>'
        f'<budget><period-start iso-date="{year}-01-01"/><period-end iso-date="{year}-12-31"/>'
        f'<value value-date="{year}-01-01">{total}</value></budget>'
    )
    for at in range(TRANSACTIONS):
        day = f"{year}-{at % 12 + 1:02}-15"
        ref = rng.randrange(ORGANISATIONS)
        yield (
            f'<transaction><transaction-type code="{rng.choice("134")}"/>'
            f'<transaction-date iso-date="{day}"/><value value-date="{day}">'
            f"{rng.randint(100, 9_000_000) / 100}</value><description>{said(5)}</description>"
            f'<provider-org ref="XI-O-{ref}"><narrative>Organisation {ref}</narrative>'
            "</provider-org></transaction>"
        )
    yield "</iati-activity>\n"


def call(
    database: Database, *arguments: str, until: Callable[[], bool] | None = None
) -> dict[str, Any]:
    """Run a step: its memory, and what it says, with seconds by the clock, of its processor, and
    of the processor for the server's process of its connection.

    `until`: then it is killed.
    """
    command = [sys.executable, "-m", "benchmarks.iati_files", *arguments]
    memory = []
    environment = os.environ | database.environment()
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        while process.poll() is None:
            memory.append(resident(process.pid))
            if until and until():
                process.kill()
            time.sleep(LOOK)
        said = process.stdout.read() if process.stdout else ""
    if process.returncode and not until:
        raise SystemExit(f"{arguments}: {process.returncode}")
    step = max(1, len(memory) // SHOWN)
    return {
        "MB": [round(each) for each in memory[step::step]],
        "most": round(max(memory, default=0)),
        "said": json.loads(said) if said.strip() else {},
    }


def resident(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/status").read_text().split("VmRSS:")[1].split()[0]) / 1024
    except (OSError, IndexError):
        return 0.0


def done(database: Database) -> int:
    import psycopg

    with psycopg.connect(database.environment()["DATABASE_URL"]) as connection:
        row = connection.execute("SELECT max(done) FROM nebe_projects_importrun").fetchone()
    return (row and row[0]) or 0


def prepare() -> None:
    from django.core.management import call_command

    from nebe.core.people.models import Organisation

    call_command("migrate", verbosity=0)
    call_command("migrate", database="keys", verbosity=0)
    Organisation.objects.create(
        name="Office", slug="office", kind="member", status="active", is_network=True
    )


def keep(path: str) -> None:
    from django.core.files import File

    from nebe.core.people.actors import Actor
    from nebe.core.people.models import Organisation
    from nebe.projects.models import ImportRun
    from nebe.projects.services.imports import import_keep

    actor = Actor(organisation=Organisation.objects.get())
    with Path(path).open("rb") as file:
        import_keep(name="a.xml", file=File(file), kind=ImportRun.Kind.IATI, actor=actor)


def read() -> None:
    from nebe.projects.models import ImportRun
    from nebe.projects.services.imports import import_read

    import_read(run=ImportRun.objects.get())


def take() -> None:
    from nebe.core.people.actors import Actor
    from nebe.projects.models import ImportRun
    from nebe.projects.services.imports import import_start, import_take

    run = ImportRun.objects.get()
    if run.state == ImportRun.State.ASKING:
        import_start(run=run, actor=Actor.system(), publish=True)
    import_take(run=run)


def count() -> dict[str, Any]:
    """What came, and whether each thing came once."""
    from nebe.projects import models

    run = models.ImportRun.objects.get()
    names = ("Project", "Transaction", "Budget", "Participation", "Sector", "Territory", "Facet")
    fates = run.items.order_by().values_list("fate", flat=True)
    return {name: getattr(models, name).objects.count() for name in names} | {
        "state": run.state,
        "fates": {fate: sum(1 for each in fates if each == fate) for fate in set(fates)},
    }


def copies(times: str) -> dict[str, Any]:
    """Each project that many times, with its money: rows as an import would leave them."""
    from django.db import connection

    from nebe.projects import models

    def names(model) -> list[str]:
        skip = {"id", "slug", "iati_identifier", "project"}
        return [f'"{f.column}"' for f in model._meta.concrete_fields if f.name not in skip]

    project, columns = models.Project._meta.db_table, ", ".join(names(models.Project))
    below = [(model._meta.db_table, ", ".join(names(model))) for model in copied_below()]
    with connection.cursor() as cursor:
        for table in (project, *(table for table, _columns in below)):
            cursor.execute(f"CREATE TEMP TABLE first_{table} AS SELECT * FROM {table}")
        for at in range(1, int(times)):
            cursor.execute(
                f"INSERT INTO {project} (id, slug, iati_identifier, {columns})"
                f" SELECT md5(id::text || '{at}')::uuid, slug || '-{at}',"
                f" iati_identifier || '-{at}', {columns} FROM first_{project}"
            )
            for table, own in below:
                cursor.execute(
                    f"INSERT INTO {table} (project_id, {own})"
                    f" SELECT md5(project_id::text || '{at}')::uuid, {own} FROM first_{table}"
                )
        cursor.execute("ANALYZE")
    return {
        "projects": models.Project.objects.count(),
        "transactions": models.Transaction.objects.count(),
    }


def copied_below() -> list:
    from nebe.projects import models

    names = ("Transaction", "Budget", "Participation", "Sector", "Territory")
    return [getattr(models, name) for name in names]


def export(path: str) -> dict[str, Any]:
    """All published projects, as the address for registries streams them."""
    from django.utils import timezone

    from nebe.projects.iati import writing
    from nebe.projects.selectors.explorer import projects_public

    size = 0
    rows = projects_public().order_by("pk").iterator(chunk_size=writing.PORTION)
    with Path(path).open("wb") as file:
        for piece in writing.activities(rows, generated=timezone.now()):
            size += file.write(piece)
    return {"bytes": size}


def plain(path: str) -> dict[str, Any]:
    """What lxml alone needs to walk through the file."""
    from lxml import etree

    activities = 0
    for _event, element in etree.iterparse(path, tag="iati-activity"):
        activities += 1
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
    return {"activities": activities}


def main(what: str, *arguments: str) -> None:
    if what != "plain":
        django.setup()
    clock, processor = time.perf_counter(), time.process_time()
    said = globals()[what](*arguments) or {}
    took = {"clock": time.perf_counter() - clock, "processor": time.process_time() - processor}
    if what != "plain":
        from .newsroom import database_seconds

        took["database"] = database_seconds()
    print(json.dumps({name: round(value, 2) for name, value in took.items()} | said))


if __name__ == "__main__":
    main(*sys.argv[1:])

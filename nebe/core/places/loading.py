"""The committed tables of `data/` into the database."""

import csv
import gzip
import hashlib
import json
from collections.abc import Collection, Iterator
from pathlib import Path

from django.db import transaction

from .models import Gazetteer, Municipality, PlaceName, Region
from .names import keys

DATA = Path(__file__).parent / "data"
REGIONS, MUNICIPALITIES = DATA / "regions.tsv", DATA / "municipalities.tsv.gz"
LANGUAGES = ("en", "uk", "ru", "pl", "ar")


def places_load(*, again: bool = False) -> int:
    """Load what changed since the last time; how many municipalities that is.

    A municipality that the new table no longer has stays for the rows that point to it, but is
    no longer found by its name.
    """
    digest = hashlib.sha256(REGIONS.read_bytes() + MUNICIPALITIES.read_bytes()).hexdigest()
    if not again and Gazetteer.objects.filter(name="places", digest=digest).exists():
        return 0
    with transaction.atomic():
        count = rows_load(list(municipality_rows()))
        Gazetteer.objects.update_or_create(name="places", defaults={"digest": digest})
    return count


def rows_load(rows: list[dict]) -> int:
    """Write regions and these municipalities; only these are found by name afterwards."""
    regions = [region_from(row) for row in region_rows()]
    upsert(Region, regions)
    countries = {region.code: region.country for region in regions}
    upsert(Municipality, [municipality_from(row) for row in rows])
    PlaceName.objects.all().delete()
    PlaceName.objects.bulk_create(
        (name for row in rows for name in place_names(row, countries[row["region"]])),
        batch_size=1_000,
    )
    return len(rows)


def upsert(model, objects: list) -> None:
    fields = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    names = [field.name for field in model._meta.concrete_fields if field.attname in fields]
    model.objects.bulk_create(
        objects, update_conflicts=True, unique_fields=["code"], update_fields=names, batch_size=500
    )


def region_rows() -> Iterator[dict]:
    with REGIONS.open(encoding="utf-8") as file:
        yield from csv.DictReader(file, delimiter="\t")


def municipality_rows(codes: Collection[str] | None = None) -> Iterator[dict]:
    """Rows of the table, those of `codes` or all."""
    with gzip.open(MUNICIPALITIES, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if codes is None or row["code"] in codes:
                yield row | {"names": json.loads(row["names"] or "{}")}


def region_from(row: dict) -> Region:
    names = {language: row[language] for language in LANGUAGES if row[language]}
    return Region(code=row["code"], country=row["country"], name=row["name"], names=names)


def municipality_from(row: dict) -> Municipality:
    return Municipality(
        code=row["code"],
        region_id=row["region"],
        district=row["district"],
        name=row["name"],
        qualifier=row["qualifier"],
        names=row["names"],
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
        approximate=row["approximate"] == "1",
        population=int(row["population"]),
    )


def place_names(row: dict, country: str) -> Iterator[PlaceName]:
    found = keys([row["name"], *row["names"].values()], row["also"].split("|"))
    for key, own in found.items():
        yield PlaceName(
            municipality_id=row["code"],
            key=key,
            own=own,
            country=country,
            population=int(row["population"]),
        )

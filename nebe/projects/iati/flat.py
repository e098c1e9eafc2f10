"""Activities spread over tables joined by their identifier, as data platforms publish them."""

import csv
import io
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import BinaryIO

from .files import Fault, Found, Unreadable
from .nodes import Kind, NotHeld, Record, canonical

KEY = "iati_identifier"
MAX_UNPACKED = 100 * 1024 * 1024
# A password, a way of packing that nobody here knows, damage.
LOCKED = (RuntimeError, NotImplementedError, zlib.error, EOFError)
Row = Mapping[str, str]
# Part of a table's name → what its rows are in a record.
ACTIVITIES = "activities"


def budget(row: Row) -> tuple[str, Record]:
    return "budgets", told(
        row,
        type="budget_type",
        status="budget_status",
        start="budget_period_start",
        end="budget_period_end",
        currency="budget_currency",
        value_date="budget_value_date",
        value="budget_value",
    )


def location(row: Row) -> tuple[str, Record]:
    record = told(
        row,
        ref="location_ref",
        reach="location_reach",
        exactness="location_exactness_code",
        location_class="location_class_code",
        feature="location_feature_designation_code",
    )
    if name := row.get("location_name"):
        record["name"] = {"en": name}
    if code := row.get("location_id_code"):
        record["ids"] = [{"code": code, "vocabulary": row.get("location_id_vocabulary", "")}]
    if code := row.get("location_adm_code"):
        level = {} if left_of(row) else told(row, level="location_adm_level")
        vocabulary = told(row, vocabulary="location_adm_vocabulary")
        record["administratives"] = [{"code": code} | vocabulary | level]
    if row.get("location_lat") and row.get("location_long"):
        record["srs"] = "http://www.opengis.net/def/crs/EPSG/0/4326"
        record["position"] = f"{row['location_lat']} {row['location_long']}"
    return "locations", record


def left_of(row: Row) -> list[NotHeld]:
    """Cells that the standard has no place for: a level is a number."""
    level = plain(row.get("location_adm_level") or "")
    if not level or level.isdigit():
        return []
    return [NotHeld(0, "iati-activity/location/administrative/@level", "unknown", level)]


def participation(row: Row) -> tuple[str, Record]:
    record = told(
        row,
        ref="participating_org_ref",
        type="participating_org_type",
        role="participating_org_role",
        activity="participating_org_activity_id",
    )
    return "participations", record | words("name", row.get("participating_org_eng"))


def sector(row: Row) -> tuple[str, Record]:
    record = told(
        row,
        vocabulary="sector_vocabulary",
        vocabulary_uri="sector_vocabulary_uri",
        code="sector_code",
    )
    return "sectors", record | words("text", row.get("sector_desc"))


def transaction(row: Row) -> tuple[str, Record]:
    record = told(
        row,
        type="transaction_type_code",
        date="transaction_date",
        currency="transaction_value_currency",
        value_date="transaction_value_date",
        value="transaction_value",
        provider_type="transaction_provider_org_type",
        provider_ref="transaction_provider_org_ref",
    )
    if code := row.get("transaction_aid_type_code_1"):
        record["aid_types"] = [{"code": plain(code)}]
    return "transactions", record | words("provider_name", row.get("transaction_provider_org"))


BELOW: dict[str, Callable[[Row], tuple[str, Record]]] = {
    "budget": budget,
    "location": location,
    "participating_org": participation,
    "sector": sector,
    "transaction": transaction,
}
# Numbers keep their form; everything else that looks like 3.0 is a code that a spreadsheet bent.
NUMBERS = {"value", "percentage", "capital_spend"}
DAYS = {"start", "end", "date", "value_date"}


def told(row: Row, **columns: str) -> Record:
    found = {key: value_of(key, row.get(column) or "") for key, column in columns.items()}
    return {key: value for key, value in found.items() if value}


class BadCell(Exception):
    """A number or a day that is none."""


def value_of(key: str, text: str) -> str:
    """Raises `BadCell`."""
    kind = Kind.NUMBER if key in NUMBERS else Kind.DAY if key in DAYS else Kind.TEXT
    try:
        found = canonical(text if kind is Kind.NUMBER else plain(text), kind)
        if kind is Kind.DAY and found:
            date.fromisoformat(found)
    except (InvalidOperation, ValueError):
        raise BadCell(text[:80]) from None
    if kind is Kind.NUMBER and found and not Decimal(found).is_finite():
        raise BadCell(text[:80])
    return found


def plain(text: str) -> str:
    text = text.strip()
    return text.removesuffix(".0") if text.removesuffix(".0").isdigit() else text


def words(key: str, text: str | None) -> Record:
    return {key: {"en": text.strip()}} if text and text.strip() else {}


def activity(row: Row) -> Record:
    record = told(
        row,
        iati_identifier=KEY,
        status="activity_status_code",
        capital_spend="capital_spend",
    )
    record["reporter"] = told(row, ref="reporting_org_ref", type="reporting_org_type") | words(
        "text", row.get("reporting_org")
    )
    record |= words("title", row.get("title_eng"))
    record["descriptions"] = [words("text", row.get("description_eng_1"))]
    record["dates"] = dates(row)
    if contact := contact_of(row):
        record["contacts"] = [contact]
    if code := row.get("recipient_country_code"):
        record["countries"] = [{"code": plain(code)}]
    if code := row.get("recipient_region_code"):
        region = told(row, vocabulary="recipient_region_vocabulary")
        record["regions"] = [
            {"code": plain(code)} | region | words("text", row.get("recipient_region"))
        ]
    return {key: value for key, value in record.items() if value not in ([], {}, "", [{}])}


def dates(row: Row) -> list[Record]:
    found = []
    for number in range(1, 5):
        at = told(row, type=f"activity_date_type_{number}", date=f"activity_date_{number}")
        if "type" in at and "date" in at:
            found.append(at)
    return found


def contact_of(row: Row) -> Record:
    record = words("organisation", row.get("contact_info_org"))
    if text := (row.get("contact_info_website") or "").strip():
        record["websites"] = [{"value": text}]
    if address := words("text", row.get("contact_info_mailing_address")):
        record["addresses"] = [address]
    return record | told(row, type="contact_info_type") if record else {}


def tables(file: BinaryIO) -> dict[str, list[dict[str, str]]]:
    """Name → rows of a ZIP's tables. Raises `Unreadable`."""
    try:
        with zipfile.ZipFile(file) as packed:
            if sum(each.file_size for each in packed.infolist()) > MAX_UNPACKED:
                raise Unreadable(Fault(0, "too_large"))
            found = {
                name: rows_of(packed.read(name))
                for name in packed.namelist()
                if name.lower().endswith(".csv")
            }
    except (zipfile.BadZipFile, UnicodeDecodeError, csv.Error, *LOCKED):
        raise Unreadable(Fault(0, "no_tables")) from None
    if not any(ACTIVITIES in name for name in found):
        raise Unreadable(Fault(0, "no_tables"))
    return found


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def found_in(file: BinaryIO, skip: int = 0) -> Iterator[Found]:
    """Activities in the order of their table; rows of activities that are not there come last."""
    below: dict[str, list[tuple[str, Record]]] = defaultdict(list)
    left: dict[str, list[NotHeld]] = defaultdict(list)
    rows: list[dict[str, str]] = []
    for name, found in tables(file).items():
        if ACTIVITIES in name:
            rows += found
            continue
        make = next((each for part, each in BELOW.items() if part in name), None)
        for line, row in enumerate(found if make else [], start=2):
            key = row.get(KEY) or ""
            try:
                below[key].append(make(row))  # type: ignore[misc]  # there is one
                left[key] += left_of(row)
            except BadCell as bad:
                left[key].append(NotHeld(line, name, "unreadable", str(bad)))
    for position, row in enumerate(rows):
        try:
            record = activity(row)
        except BadCell as bad:
            rest = [NotHeld(position + 2, ACTIVITIES, "unreadable", str(bad))]
            below.pop(row.get(KEY) or "", None)
            if position >= skip:
                yield Found(position + 2, {KEY: row.get(KEY)}, rest, "refused", "unreadable")
            continue
        for key, found_row in below.pop(row.get(KEY, ""), []):
            record.setdefault(key, []).append(found_row)
        if position >= skip:
            yield Found(position + 2, record, left[row.get(KEY, "")])
    for identifier, lost in below.items():
        rest = [NotHeld(0, key, "no activity", str(found_row)[:200]) for key, found_row in lost]
        yield Found(0, {KEY: identifier}, rest, fate="refused", reason="no activity")

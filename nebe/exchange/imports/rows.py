"""One row of a file → an offer's draft and its helper, or the reason why not."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from babel import Locale
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from nebe.core.places.models import Municipality
from nebe.core.places.selectors import municipalities_resolve
from nebe.core.texts import contacts
from nebe.core.texts.languages import language_of
from nebe.core.texts.normalise import fold
from nebe.core.texts.translated import text_of

from ..forms.fields import visible
from ..languages import NAMES as SPOKEN
from ..models import Category
from ..services.drafts import OfferDraft

REASONS = {
    "missing": _("This is missing."),
    "email": _("This is not an e-mail address."),
    "category": _("No kind of help has this name."),
    "place": _("No municipality has this name."),
    "place_ambiguous": _("Several municipalities have this name. Add the district after a comma."),
    "nowhere": _("Neither a place is given nor help at a distance."),
    "language": _("No language has this name."),
    "number": _("This is not a whole number."),
    "date": _("This is not a date. Write it as 31.12.2026 or 2026-12-31."),
    "dates_order": _("The end lies before the beginning."),
    "twice": _("The same offer stands in this file above."),
    "failed": _("This row could not be taken. Nothing of it was kept. Send it again."),
    "masked": _("A phone, e-mail or address in the public text was taken out."),
}
DATE_FORMATS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%Y/%m/%d", "%d-%m-%Y")
EXCEL_EPOCH = date(1899, 12, 30)
LIST = re.compile(r"\s*[;|/\n]\s*")
LIST_WITH_COMMAS = re.compile(r"\s*[;|/,\n]\s*")
YES = {"1", "x", "yes", "ano", "tak", "так", "да", "true", "co", "نعم"}
NO = set(map(fold, ("0", "no", "ne", "nie", "ні", "нет", "false", "không", "لا")))
TITLE_LENGTH = 120
TEXT_LENGTH = 4000
REACH_KM = 1000
CAPACITY = 10_000


class Refused(Exception):
    """`code` is a key of `REASONS`, `column` the field that it is about."""

    def __init__(self, code: str, column: str):
        self.code, self.column = code, column
        super().__init__(f"{code}:{column}")


@dataclass(frozen=True)
class Parsed:
    """A row that can be taken; `notes` are codes of `REASONS` about what was changed in it."""

    draft: OfferDraft  # as of a new offer
    email: str
    told: frozenset[str] = frozenset()  # the fields of the draft that the row does not leave empty
    name: str = ""
    phone: str = ""
    external_id: str = ""
    notes: list[str] = field(default_factory=list)


class RowReader:
    """Parses the rows of one file; looks the categories up once and places for many rows.

    `language` is that of every row; empty where each is to be recognised.
    """

    def __init__(self, *, language: str):
        self.language = language
        self.categories = {
            fold(name): category
            for category in Category.objects.filter(active=True)
            for name in (category.slug, *map(text_of, category.name.values()))
        }
        self.places: dict[str, list[Municipality]] = {}

    def parse(self, row: dict[str, str]) -> Parsed:
        """`row`: field → text, as `columns_of` names them. Raises `Refused`."""
        [parsed] = self.parse_all([row])
        if isinstance(parsed, Refused):
            raise parsed
        return parsed

    def parse_all(self, rows: Sequence[dict[str, str]]) -> list[Parsed | Refused]:
        """The same for many rows, those that are refused among them."""
        self.places = municipalities_resolve(
            {name for row in rows for name in _split(LIST, row.get("places", ""))}
        )
        return [self._parsed(row) for row in rows]

    def _parsed(self, row: dict[str, str]) -> Parsed | Refused:
        try:
            return self._parse(row)
        except Refused as refused:
            return refused

    def _parse(self, row: dict[str, str]) -> Parsed:
        email = required(row, "email").lower()
        try:
            validate_email(email)
        except ValidationError:
            raise Refused("email", "email") from None
        notes: list[str] = []
        read: dict[str, Any] = {
            "title": _public(required(row, "title"), notes)[:TITLE_LENGTH],
            "text": _public(row.get("text", ""), notes)[:TEXT_LENGTH],
            "categories": self._categories(row),
            "places": [self._municipality(name) for name in _split(LIST, row.get("places", ""))],
            "languages": languages_of(row.get("languages", "")),
            "remote": _yes_or_no(row, "remote"),
            "reach_km": number_of(row, "reach_km", REACH_KM),
            "capacity": number_of(row, "capacity", CAPACITY),
            "available_from": date_of(row, "available_from"),
            "available_until": date_of(row, "available_until"),
        }
        told = {name: value for name, value in read.items() if value not in (None, "", [])}
        language = self.language or language_of(f"{read['title']}. {read['text']}")
        return Parsed(
            draft=OfferDraft(**{"text": "", "places": [], "language": language} | told),
            told=frozenset(told),
            email=email,
            name=_line(row, "name")[:150],
            phone=_line(row, "phone")[:40],
            external_id=_line(row, "external_id")[:80],
            notes=notes,
        )

    def _categories(self, row: dict[str, str]) -> list[Category]:
        written = required(row, "categories")
        whole = self.categories.get(fold(written))
        names = [] if whole else _split(LIST_WITH_COMMAS, written)
        found = [whole] if whole else [self.categories.get(fold(name)) for name in names]
        known = [category for category in found if category]
        if not found or len(known) < len(found):
            raise Refused("category", "categories")
        return list(dict.fromkeys(known))

    def _municipality(self, name: str) -> Municipality:
        found = self.places[name]
        if not found:
            raise Refused("place", "places")
        if len(found) > 1:
            raise Refused("place_ambiguous", "places")
        return found[0]


def refuse_incomplete(draft: OfferDraft) -> None:
    """Raises `Refused` for what is wrong only with an offer as a whole, new or merged."""
    if not draft.places and not draft.remote:
        raise Refused("nowhere", "places")
    if (draft.available_until or date.max) < (draft.available_from or date.min):
        raise Refused("dates_order", "available_until")


def required(row: dict[str, str], column: str) -> str:
    if not (value := row.get(column, "").strip()):
        raise Refused("missing", column)
    return value


def _line(row: dict[str, str], column: str) -> str:
    return " ".join(visible(row.get(column, "")).split())


def _public(text: str, notes: list[str]) -> str:
    """What everyone will read, without the contacts that stand in it."""
    clean = visible(text)
    if contacts.find(clean):
        notes.append("masked")
        return contacts.mask(clean)
    return clean


def _split(pattern: re.Pattern, text: str) -> list[str]:
    return [part for part in pattern.split(text.strip()) if part]


def _yes_or_no(row: dict[str, str], column: str) -> bool | None:
    word = fold(row.get(column, ""))
    return word in YES if word in YES | NO else None


def number_of(row: dict[str, str], column: str, most: int) -> int | None:
    text = row.get(column, "").replace("\u00a0", "").replace(" ", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit()):
        raise Refused("number", column)
    return min(int(text[:9]), most)


def date_of(row: dict[str, str], column: str) -> date | None:
    text = re.sub(r"\s", "", row.get(column, ""))
    if not text:
        return None
    if text.isdigit() and len(text) == 5:  # a spreadsheet's count of days
        return EXCEL_EPOCH + timedelta(days=int(text))
    for notation in DATE_FORMATS:
        try:
            return datetime.strptime(text, notation).date()
        except ValueError:
            continue
    raise Refused("date", column)


def languages_of(text: str) -> list[str]:
    names = _language_names()
    found = [names.get(fold(name)) for name in _split(LIST_WITH_COMMAS, text)]
    known = [language for language in found if language]
    if len(known) < len(found):
        raise Refused("language", "languages")
    return list(dict.fromkeys(known))


@lru_cache(maxsize=1)
def _language_names() -> dict[str, str]:
    """Codes and names of the spoken languages, in each language of the interface."""
    names = {code: code for code in SPOKEN}
    for reader, _own_name in settings.LANGUAGES:
        known = Locale(reader).languages
        names |= {fold(known[code]): code for code in SPOKEN if code in known}
    return names

"""A table of calls, one a row: each becomes a draft, or the list says why not.

Rows go through the office's own form, so that what it refuses is refused here in the same words.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.db import transaction
from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext_lazy

from nebe.core.people.actors import Actor
from nebe.core.people.models import Organisation
from nebe.core.texts.tables import unmarked

from ..known import key_of
from ..models import Call, CallTerm, Programme
from .editing import call_save
from .forms import AS_TYPED, MOST_DEADLINES, CallForm, initial_of
from .terms import CHOICES, LISTS

COLUMNS: dict[str, Any] = {
    "title": gettext_lazy("Title"),
    "summary": gettext_lazy("Summary"),
    "conditions": gettext_lazy("Conditions"),
    "reference": gettext_lazy("Number of the call"),
    "programme": gettext_lazy("Programme"),
    "funder": gettext_lazy("Who pays"),
    "applicant": gettext_lazy("Who may apply"),
    "territory": gettext_lazy("Where"),
    "theme": gettext_lazy("Theme"),
    "target": gettext_lazy("For whom"),
    "amount_min": gettext_lazy("Least for a project"),
    "amount_max": gettext_lazy("Most for a project"),
    "amount_total": gettext_lazy("All together"),
    "currency": gettext_lazy("Currency"),
    "own_share": gettext_lazy("Own money in per cent"),
    "opens_at": gettext_lazy("Opens"),
    "deadline": gettext_lazy("Deadlines"),
    "zone": gettext_lazy("Hours are those of"),
    "website": gettext_lazy("Where to apply"),
    "links": gettext_lazy("Documents"),
    "contact": gettext_lazy("Contact"),
    "contact_email": gettext_lazy("E-mail of the office"),
}
TEXTS = ("title", "summary", "conditions")
AMOUNTS = ("amount_min", "amount_max", "amount_total")
# Whole, with thousands apart by one sign or not at all; `.00` says nothing.
AMOUNT = re.compile(r"([1-9]\d{0,2}([.,\s'’])\d{3}(?:\2\d{3})*|\d+)(?:[.,]0{1,2})?")
BETWEEN = re.compile(r"[;\n|]")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::\d{2})?)?")
WITH_OFFSET = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d\S*(Z|[+-]\d\d:?\d\d)")
EUROPEAN = re.compile(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})(?:,? +(\d{1,2})[:.](\d{2}))?")
LAST_MINUTE = "23:59"


class Fate(TextChoices):
    NEW = "new", pgettext_lazy("row of calls", "a new draft")
    CHANGED = "changed", pgettext_lazy("row of calls", "changes a draft")
    KNOWN = "known", pgettext_lazy("row of calls", "here already")
    REFUSED = "refused", pgettext_lazy("row of calls", "refused")


@dataclass
class Row:
    """What became of one line, and what was said about it."""

    line: int
    title: str
    fate: Fate
    notes: list[str] = field(default_factory=list)
    call: Call | None = None


def columns_of(header: list[str]) -> dict[int, str]:
    """Column → field: by its title in any of our languages, or by the field's own name."""
    names = {key_of(name): name for name in COLUMNS}
    for language, _own in settings.LANGUAGES:
        with override(language):
            names |= {key_of(str(label)): name for name, label in COLUMNS.items()}
    found = {at: names[key_of(title)] for at, title in enumerate(header) if key_of(title) in names}
    return {at: name for at, name in found.items() if list(found.values()).count(name) == 1}


@transaction.atomic
def rows_take(*, rows: Iterable[list[str]], language: str, actor: Actor) -> list[Row]:
    """All of it or, where something breaks, nothing; a row that is refused breaks nothing."""
    imports_queue()
    lines = iter(rows)
    columns = columns_of(next(lines, []))
    programmes = list(Programme.objects.select_related("funder"))
    return [
        taken(line, cells_of(cells, columns), language, programmes, actor)
        for line, cells in enumerate(lines, start=2)
    ]


def imports_queue() -> None:
    """A table that is sent twice at once is taken twice, not its calls: the second finds them."""
    list(Organisation.objects.filter(is_network=True).select_for_update(no_key=True).order_by("pk"))


def cells_of(cells: list[str], columns: dict[int, str]) -> dict[str, str]:
    filled = {name: cells[at] for at, name in columns.items() if at < len(cells)}
    return {name: unmarked(text).strip() for name, text in filled.items()}


class ProgrammeOfRow(forms.ModelChoiceField):
    """One of those that were read once for all rows."""

    def __init__(self, programmes: list[Programme]):
        super().__init__(Programme.objects.none(), required=False)
        self.by_id = {str(row.pk): row for row in programmes}

    def to_python(self, value: Any) -> Programme | None:
        return self.by_id.get(str(value))


def taken(
    line: int, cells: dict[str, str], language: str, programmes: list[Programme], actor: Actor
) -> Row:
    title = cells.get("title", "")
    notes: list[str] = []
    known = known_call(cells.get("reference", ""), title, language)
    if known is not None and known.published_at is not None:
        text = _("It has been published: change it by hand.")
        return Row(line, title, Fate.KNOWN, [text], known)
    form = CallForm(data_of(cells, known, language, programmes, notes))
    form.fields["programme"] = ProgrammeOfRow(programmes)
    if not form.is_valid():
        return Row(line, title, Fate.REFUSED, [*notes, *errors_of(form)])
    call = call_save(
        call=known,
        values=form.values(),
        funder=form.cleaned_data["funder"],
        listed=form.listed(),
        deadlines=form.moments(),
        actor=actor,
    )
    return Row(line, title, Fate.CHANGED if known else Fate.NEW, notes, call)


def known_call(reference: str, title: str, language: str) -> Call | None:
    """Held until the table is taken: nobody publishes it between this look and its change."""
    calls = Call.objects.exclude(state=Call.State.WITHDRAWN).order_by("-created_at")
    calls = calls.select_for_update(of=("self",))
    if reference:
        return calls.filter(reference=reference).first()
    return calls.filter(reference="", **{f"title__{language}": title}).first() if title else None


def errors_of(form: CallForm) -> list[str]:
    return [
        f"{form.fields[name].label}: {text}" if name in form.fields else str(text)
        for name, texts in form.errors.items()
        for text in texts
    ]


def as_sent(call: Call) -> QueryDict:
    """A call as its form would send it unchanged."""
    data = QueryDict(mutable=True)
    for name, value in initial_of(call).items():
        if isinstance(value, list):
            data.setlist(name, value)
        elif isinstance(value, datetime):
            data[name] = value.strftime(AS_TYPED)
        else:
            data[name] = "" if value is None else str(value)
    if call.programme and call.programme.funder_id == call.funder_id:
        data["funder"] = ""  # that of the programme, also of another one
    return data


def data_of(
    cells: dict[str, str],
    known: Call | None,
    language: str,
    programmes: list[Programme],
    notes: list[str],
) -> QueryDict:
    """As the form would send it; what had to be understood is noted.

    A draft keeps what the table has no column for.
    """
    data = as_sent(known) if known else QueryDict(mutable=True)
    zone = zone_of(cells.get("zone", ""), known.zone if known else zone_in(language), notes)
    if "deadline" in cells:
        for name in [name for name in data if name.startswith("deadline_")]:
            del data[name]
    for name, text in (cells | {"zone": zone}).items():
        if name in TEXTS:
            data[f"{name}_{language}"] = text
        elif name in (*LISTS, CallTerm.Kind.TERRITORY):
            data.setlist(name, list(codes(name, text, notes)))
        elif name in AMOUNTS:
            data[name] = amount(text)
        elif name == "own_share":
            data[name] = re.sub(r"[\s%]", "", text).replace(",", ".")
        elif name == "programme":
            data[name] = programme_of(text, programmes, notes)
        elif name == "currency":
            data[name] = {"KČ": "CZK", "€": "EUR", "ZŁ": "PLN"}.get(text.upper(), text.upper())
        elif name == "opens_at":
            data[name] = moment(text, "00:00", zone, notes)
        elif name == "deadline":
            for number, part in enumerate(deadlines(text, notes), start=1):
                data[f"deadline_{number}"] = moment(part, LAST_MINUTE, zone, notes)
        else:
            data[name] = text
    return data


def unknown(text: str) -> str:
    return _("We do not know “%(name)s”: left out.") % {"name": text[:80]}


def amount(text: str) -> str:
    """`500.000` is half a million, for amounts are whole; what is unclear the form refuses."""
    found = AMOUNT.fullmatch(text)
    return re.sub(r"\D", "", found[1]) if found else text


def parts(text: str) -> list[str]:
    return [part.strip() for part in BETWEEN.split(text) if part.strip()]


def deadlines(text: str, notes: list[str]) -> list[str]:
    found = parts(text)
    if left := found[MOST_DEADLINES:]:
        told = _("A call has at most %(most)s deadlines. Left out: %(left)s")
        notes.append(told % {"most": MOST_DEADLINES, "left": "; ".join(left)[:200]})
    return found[:MOST_DEADLINES]


def codes(kind: str, text: str, notes: list[str]) -> Iterator[str]:
    """Codes, or names in any language, told apart by semicolons; else by commas."""
    names = names_of(kind)
    pieces = parts(text)
    if len(pieces) == 1 and key_of(pieces[0]) not in names:
        pieces = [piece.strip() for piece in text.split(",")]
    for piece in pieces:
        if code := names.get(key_of(piece)):
            yield code
        else:
            notes.append(unknown(piece))


def names_of(kind: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for language, _own in settings.LANGUAGES:
        with override(language):
            for code, name in CHOICES[CallTerm.Kind(kind)]():
                found |= {key_of(code): code, key_of(name): code}
    return found


def programme_of(text: str, programmes: list[Programme], notes: list[str]) -> str:
    wanted = key_of(text)
    for row in programmes:
        if wanted in map(key_of, (row.slug, row.acronym, *map(str, row.name.values()))):
            return str(row.pk)
    if text:
        notes.append(unknown(text))
    return ""


def zone_in(language: str) -> str:
    return Call.Zone.WARSAW if language == "pl" else Call.Zone.PRAGUE


def zone_of(text: str, otherwise: str, notes: list[str]) -> str:
    wanted = key_of(text)
    for code, _own in settings.LANGUAGES:
        with override(code):
            for zone in Call.Zone:
                if wanted in (key_of(zone), key_of(str(zone.label))):
                    return zone
    if text:
        notes.append(unknown(text))
    return otherwise


def moment(text: str, hour: str, zone: str, notes: list[str]) -> str:
    """As a form sends it. A day without an hour gets the last or the first minute, and a note."""
    if WITH_OFFSET.fullmatch(text):
        text = there(text, zone)
    if found := ISO.fullmatch(text):
        year, month, day, hours, minutes = found.groups()
    elif found := EUROPEAN.fullmatch(text):
        day, month, year, hours, minutes = found.groups()
    else:
        return text  # the form says that it cannot be read
    if hours is None and hour == LAST_MINUTE:
        notes.append(_("No hour is given: taken as %(hour)s. Check it.") % {"hour": hour})
    time = f"{int(hours):02}:{minutes}" if hours else hour
    return f"{year}-{int(month):02}-{int(day):02}T{time}"


def there(text: str, zone: str) -> str:
    """A moment with its distance from UTC, as our own tables have it, by the clock of `zone`."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text  # no such hour: the form says so
    return at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")

"""A table of calls, one a row: each becomes a draft, or the list says why not.

Rows go through the office's own form, so that what it refuses is refused here in the same words.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

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
from nebe.core.ui.templatetags.ui import listed

from ..known import key_of
from ..models import Call, CallTerm, Programme
from .cells import (
    LAST_MINUTE,
    amount,
    codes,
    deadlines,
    moment,
    programme_of,
    zone_in,
    zone_of,
)
from .editing import call_save
from .forms import AS_TYPED, CallForm, initial_of
from .terms import LISTS

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
EMPTIED = {"-", "–", "—"}  # a cell that says: nothing of this


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

    A draft keeps what the table has no column for, or an empty cell; a dash empties.
    """
    data = as_sent(known) if known else QueryDict(mutable=True)
    kept = [name for name, text in cells.items() if not text and says(data, name, language)]
    if kept:
        notes.append(left_as_it_was(kept))
    cells = {name: "" if text in EMPTIED else text for name, text in cells.items() if text}
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


def says(data: QueryDict, name: str, language: str) -> bool:
    """Whether a draft has something where the cell is empty."""
    if name == "deadline":
        return any(field.startswith("deadline_") and data[field] for field in data)
    field = f"{name}_{language}" if name in TEXTS else name
    return name != "zone" and any(data.getlist(field))


def left_as_it_was(names: list[str]) -> str:
    told = listed(COLUMNS[name] for name in names)
    return _("Empty in the table, so it stays as it was: %(names)s. A dash (-) empties.") % {
        "names": told
    }

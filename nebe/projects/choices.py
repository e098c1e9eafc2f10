"""What a reader can choose by, and what is chosen: facets, chips, one whole facet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from heapq import nlargest, nsmallest

from django.conf import settings
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from nebe.core.texts import normalise

from .bands import BANDS
from .facets import NAMES, labels
from .selectors.explorer import Question
from .selectors.phrases import quoted
from .selectors.selection import Selection
from .selectors.sets import Pair, Sets

SHOWN = 6  # of a facet; the rest stands on a page of its own
MOST = 300  # on that page
# In which order the values of a facet stand, where it is not that of how many have it.
ORDERED = {"amount": tuple(BANDS)}


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    number: int
    is_chosen: bool


@dataclass(frozen=True)
class Shown:
    """A facet in the form. `more`: how many values it has beyond those shown."""

    name: str
    title: str | Promise
    choices: list[Choice]
    more: int

    @property
    def html(self) -> SafeString:
        return choices_html(self.name, self.choices)

    @property
    def more_label(self) -> str:
        return _("Show all %(number)s") % {"number": grouped(self.more + len(self.choices))}


@dataclass(frozen=True)
class Chip:
    """Something chosen, and the address without it."""

    label: str
    query: str


def choices_html(name: str, choices: Iterable[Choice]) -> SafeString:
    """Many on every page, so not by a template: that takes as long as all the rest."""
    items = (
        f'<li><label class="check"><input type="checkbox" name="{name}"'
        f' value="{escape(each.value)}"{" checked" if each.is_chosen else ""}>'
        f" <bdi>{escape(each.label)}</bdi>"
        f' <span class="count">{grouped(each.number)}</span></label></li>'
        for each in choices
    )
    return mark_safe("".join(items))  # noqa: S308 (names are keys of `NAMES`, the rest is escaped)


def grouped(number: int) -> str:
    return number_format(number, force_grouping=True)


def facets_shown(selection: Selection) -> list[Shown]:
    """Facets that something can be chosen of."""
    first = {name: ranking(selection, name, SHOWN) for name in NAMES}
    names = labels_kept(selection.sets, [(n, v) for n, values in first.items() for v in values])
    found = []
    for name, values in first.items():
        choices = choices_of(selection, name, values, names)
        if len(choices) > 1 or any(choice.is_chosen for choice in choices):
            more = len(selection.facets[name].keys() - set(values))
            found.append(Shown(name, NAMES[name], choices, more))
    return found


def ranking(selection: Selection, name: str, most: int) -> list[str]:
    """What is chosen, then so many that most projects have; years from the last one on."""
    counts = selection.facets[name]
    chosen = list(selection.question.chosen.get(name, ()))
    rest = [value for value in counts if value not in chosen]
    if name == "year":
        return chosen + nlargest(most, rest)
    if name in ORDERED:
        return chosen + nsmallest(most, rest, key=ORDERED[name].index)
    return chosen + nsmallest(most, rest, key=lambda value: (-counts[value], value))


def choices_of(
    selection: Selection, name: str, values: Iterable[str], names: dict[Pair, str]
) -> list[Choice]:
    counts, chosen = selection.facets[name], selection.question.chosen.get(name, ())
    return [
        Choice(value, label, counts.get(value, 0), value in chosen)
        for value in values
        if (label := names.get((name, value)))
    ]


def facet_whole(selection: Selection, name: str, typed: str) -> tuple[list[Choice], int]:
    """What of a facet begins as typed, by name, after what is chosen; how many are left out."""
    values = ranking(selection, name, len(selection.facets[name]))
    names = labels_kept(selection.sets, [(name, value) for value in values])
    choices = choices_of(selection, name, values, names)
    fitting = [c for c in choices if c.is_chosen or not typed or normalise.begins(c.label, typed)]
    shown, left = fitting[:MOST], max(0, len(fitting) - MOST)
    if name not in ("year", *ORDERED):
        shown.sort(key=lambda choice: (not choice.is_chosen, normalise.fold(choice.label)))
    return shown, left


def chips(question: Question, sets: Sets) -> list[Chip]:
    pairs = [(name, value) for name, values in question.chosen.items() for value in values]
    names = labels_kept(sets, pairs)
    found = []
    if question.words:
        found.append(Chip(quoted(question.words), question.without("q").query()))
    for key, text in (("since", _("since %(year)s")), ("until", _("until %(year)s"))):
        if year := getattr(question, key):
            found.append(Chip(text % {"year": year}, question.without(key).query()))
    for name, value in pairs:
        label = names.get((name, value)) or value
        found.append(Chip(f"{NAMES[name]}: {label}", question.without(name, value).query()))
    return found


def citation(selection: Selection, address: str, day: date) -> str:
    """What to write below a figure: whose data, what was asked for, of which day, and where."""
    number = selection.total
    projects = ngettext("%(number)s project", "%(number)s projects", number)
    parts = [
        ": ".join((settings.NETWORK_NAME, _("Projects"))),
        "; ".join(chip.label for chip in chips(selection.question, selection.sets)),
        projects % {"number": grouped(number)},
        date_format(day, "DATE_FORMAT"),
    ]
    return f"{'. '.join(filter(None, parts))}. {address}"


def labels_kept(sets: Sets, pairs: Iterable[Pair]) -> dict[Pair, str]:
    """How values that projects have are called, looked up once for as long as nothing changes."""
    known = sets.kept.setdefault(("labels", get_language()), {})
    if missing := [pair for pair in pairs if pair not in known and pair in sets.numbers]:
        known |= dict.fromkeys(missing, "") | labels(missing)
    return known

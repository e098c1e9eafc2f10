"""Of whom a figure is: by sex, age, status, place; and what files call these.

What a file says is kept as it is; here is how it is called in the reader's language, where we
know it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nebe.core.places.models import Region
from nebe.core.ui.counted import counted_indicators
from nebe.core.ui.templatetags.ui import listed

from .counting import NOT_KNOWN, OTHERS

Label = str | Promise


@dataclass(frozen=True)
class Dimension:
    """`also`: other names of it in files; `words`: other words for its values."""

    key: str
    label: Label
    values: Mapping[str, Label]
    also: frozenset[str] = frozenset()
    words: Mapping[str, str] = field(default_factory=dict)


def years(first: int, last: int) -> Label:
    return format_lazy(_("{first}–{last} years"), first=first, last=last)


UNKNOWN = {NOT_KNOWN: _("Not known")}
DIMENSIONS = {
    one.key: one
    for one in (
        Dimension(
            "sex",
            _("Sex"),
            {
                "female": _("Women and girls"),
                "male": _("Men and boys"),
                "other": pgettext_lazy("sex", "Other"),
                **UNKNOWN,
            },
            also=frozenset({"gender"}),
            words={
                **dict.fromkeys(("f", "woman", "women", "girls", "females"), "female"),
                **dict.fromkeys(("m", "man", "men", "boys", "males"), "male"),
            },
        ),
        Dimension(
            "age",
            _("Age"),
            {
                "0-4": years(0, 4),
                "5-11": years(5, 11),
                "12-17": years(12, 17),
                "18-59": years(18, 59),
                "60+": _("60 years and older"),
                **UNKNOWN,
            },
            also=frozenset({"age group", "age range", "age_group"}),
        ),
        Dimension(
            "status",
            pgettext_lazy("residence", "Status"),
            {
                "temporary_protection": _("Temporary protection"),
                "refugee": _("Recognised refugees"),
                "asylum_seeker": _("People seeking asylum"),
                "permit": _("Another residence permit"),
                "no_permit": _("No residence permit"),
                "local": _("Citizens of the country"),
                **UNKNOWN,
            },
            also=frozenset({"legal status", "residence status", "population type"}),
            words={
                "refugees": "refugee",
                **dict.fromkeys(("asylum seekers", "asylum-seekers"), "asylum_seeker"),
                **dict.fromkeys(("asylum seeker", "asylum-seeker"), "asylum_seeker"),
                **dict.fromkeys(("host community", "host", "locals"), "local"),
            },
        ),
        Dimension(
            "place",
            _("Place"),
            UNKNOWN,
            also=frozenset({"location", "region"}),
        ),
    )
}  # fmt: skip
BY_NAME = DIMENSIONS | {name: one for one in DIMENSIONS.values() for name in one.also}
OTHER_NAMES: dict[str, Label] = {"kind_of_help": _("Kind of help")}  # of what rooms count
EVERY_VALUE = {OTHERS: _("All others together")}

Pairs = tuple[tuple[str, str], ...]


def pairs_of(dimensions: Iterable[Mapping[str, str]]) -> Pairs:
    return tuple((each.get("name", ""), each.get("value", "")) for each in dimensions)


def dimension_of(name: str) -> Dimension | None:
    return BY_NAME.get(name.strip().casefold())


def code_of(name: str, value: str) -> tuple[str, str]:
    """(name, value) as we call them, where we know them; else as they are."""
    dimension = dimension_of(name)
    if dimension is None:
        return name, value
    plain = value.strip().casefold()
    known = plain if plain in dimension.values else dimension.words.get(plain)
    return dimension.key, known or value


def rank(pairs: Pairs) -> tuple:
    """Everyone first; then by sex, age, status, place, in the order of their lists."""
    ranks = []
    for name, value in pairs:
        key, code = code_of(name, value)
        values = list(DIMENSIONS[key].values) if key in DIMENSIONS else []
        of = list(DIMENSIONS).index(key) if key in DIMENSIONS else len(DIMENSIONS)
        last = code in EVERY_VALUE or code in UNKNOWN
        ranks.append((of, last, values.index(code) if code in values else len(values), name, value))
    return (len(pairs), *ranks)


def name_label(name: str) -> str:
    dimension = dimension_of(name)
    return str(dimension.label if dimension else OTHER_NAMES.get(name, name))


class Labels:
    """How values are called in the active language; what has to be looked up is so only once."""

    def __init__(self, pairs: Iterable[tuple[str, str]], regions: Iterable[Region] = ()):
        """`regions` are at hand already."""
        pairs = list(pairs)
        self.places = {one.pk: str(one) for one in regions}
        places = {value for name, value in pairs if is_place(name)}
        places -= {*self.places, *DIMENSIONS["place"].values}
        found = Region.objects.filter(pk__in=places) if places else ()
        self.places |= {one.pk: str(one) for one in found}
        kinds = {value for name, value in pairs if name in OTHER_NAMES}
        self.kinds = names_of_counted(kinds) if kinds else {}

    def value(self, name: str, value: str) -> str:
        key, code = code_of(name, value)
        if is_place(name) and value in self.places:
            return self.places[value]
        if name in OTHER_NAMES and value in self.kinds:
            return self.kinds[value]
        dimension = DIMENSIONS.get(key)
        label = dimension.values.get(code) if dimension else None
        if label is None and (key == "place" or name in OTHER_NAMES):
            label = EVERY_VALUE.get(value) or UNKNOWN.get(value)
        return str(label or value)

    def pair(self, name: str, value: str) -> str:
        """A value, with the name of its dimension where that one is not ours."""
        told = self.value(name, value)
        return told if dimension_of(name) or name in OTHER_NAMES else f"{name}: {value}"

    def group(self, pairs: Pairs) -> str:
        return listed(self.pair(name, value) for name, value in pairs)


def is_place(name: str) -> bool:
    return (dimension := dimension_of(name)) is not None and dimension.key == "place"


def names_of_counted(groups: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in counted_indicators.all():
        if one.by in OTHER_NAMES:
            found |= one.names(groups)
    return found

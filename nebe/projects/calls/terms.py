"""By what calls are found: closed lists and places, named in the active language."""

import tomllib
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from nebe.core.places.emergency import COUNTRY_NAMES
from nebe.core.places.models import Region

from ..models import CallTerm
from ..terms import TARGETS, THEMES, name_in, target_choices, theme_choices

DATA = Path(__file__).parents[1] / "data/applicants.toml"
APPLICANTS: dict[str, dict[str, str]] = tomllib.loads(DATA.read_text())
Kind = CallTerm.Kind
LISTS = {Kind.THEME: THEMES, Kind.TARGET: TARGETS, Kind.APPLICANT: APPLICANTS}


def applicant_choices() -> list[tuple[str, str]]:
    return [(code, name_in(APPLICANTS, code)) for code in APPLICANTS]


def territory_choices() -> list[tuple[str, str]]:
    """Each country of this installation and then its regions."""
    regions = Region.objects.filter(country__in=settings.COUNTRIES)
    found = []
    for country in settings.COUNTRIES:
        found.append((country, str(COUNTRY_NAMES.get(country, country))))
        own = [(row.code, str(row)) for row in regions if row.country == country]
        found += sorted(own, key=lambda each: each[1])
    return found


CHOICES = {
    Kind.THEME: theme_choices,
    Kind.TARGET: target_choices,
    Kind.APPLICANT: applicant_choices,
    Kind.TERRITORY: territory_choices,
}


def is_known(kind: str, code: str) -> bool:
    if kind != Kind.TERRITORY:
        return code in LISTS[Kind(kind)]
    return code in settings.COUNTRIES or Region.objects.filter(pk=code).exists()


def names(kind: str, codes: Iterable[str]) -> list[str]:
    """In the order given; one query at most, and only for regions."""
    wanted = list(codes)
    if kind != Kind.TERRITORY:
        return [name_in(LISTS[Kind(kind)], code) for code in wanted]
    regions = Region.objects.in_bulk([code for code in wanted if "-" in code])
    return [
        str(regions[code] if code in regions else COUNTRY_NAMES.get(code, code)) for code in wanted
    ]


def country_of(territory: str) -> str:
    return territory.partition("-")[0]


def meet(territory: str, other: str) -> bool:
    """Whether one lies in the other."""
    same = country_of(territory) == country_of(other)
    return same and (territory == other or "-" not in territory or "-" not in other)

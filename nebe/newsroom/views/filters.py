"""What a list can be narrowed by besides topic and year: one function per kind."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from nebe.core.people.models import Organisation
from nebe.core.places.models import Municipality

from ..contact_blocks import LANGUAGES
from ..models import Facet, Listed, OrganisationPage
from ..selectors import items_list

Options = list[tuple[str, Any]]


@dataclass(frozen=True)
class Filter:
    """`source` is a kind of facet and the parameter's name; only what is used can be chosen."""

    source: str
    label: str
    options: Options
    chosen: str = ""


FILTERS: dict[str, Callable[[str], list[tuple[str, str, Options]]]] = {}


def filters_for(kind: str):
    """Registers a function of the language; it gives (source, label, options) of each filter."""

    def register(function):
        FILTERS[kind] = function
        return function

    return register


def filters_of(request: HttpRequest, kind: str, language: str) -> list[Filter]:
    found = []
    for source, label, options in FILTERS[kind](language) if kind in FILTERS else []:
        wanted = request.GET.get(source, "")
        chosen = wanted if wanted in dict(options) else ""
        if len(options) > 1 or chosen:
            found.append(Filter(source, label, options, chosen))
    return found


def chosen(filters: list[Filter]) -> list[tuple[str, str]]:
    return [(each.source, each.chosen) for each in filters if each.chosen]


def used(source: str, kind: str) -> list[str]:
    keys = Listed.objects.filter(kind=kind).values("key")
    facets = Facet.objects.filter(kind=source, key__in=keys)
    return list(facets.values_list("value", flat=True).distinct())


def named(source: str, kind: str, options) -> Options:
    """Those of the options that some article of the kind has."""
    have = set(used(source, kind))
    return [(value, label) for value, label in options if value in have]


def organisations(kind: str) -> Options:
    found = Organisation.objects.filter(slug__in=used("organisation", kind)).order_by("name")
    return [(each.slug, each.name) for each in found]


@filters_for("activity")
def activity_filters(language: str):
    areas = items_list(language=language, kinds=["area"]).order_by("title")
    options = named("area", "activity", [(str(area.key), area.title) for area in areas])
    return [("area", _("Area of work"), options)]


@filters_for("organisation")
def organisation_filters(language: str):
    relations = OrganisationPage.Relation.choices
    return [("relation", _("Kind"), named("relation", "organisation", relations))]


@filters_for("member")
def member_filters(language: str):
    return [
        ("language", _("Language"), named("language", "member", LANGUAGES)),
        ("organisation", _("Organisation"), organisations("member")),
    ]


@filters_for("point")
def point_filters(language: str):
    towns = Municipality.objects.filter(pk__in=used("place", "point")).select_related("region")
    names = sorted(((town.pk, town.local_name) for town in towns), key=lambda pair: pair[1])
    return [
        ("language", _("Language"), named("language", "point", LANGUAGES)),
        ("place", _("Town"), names),
    ]

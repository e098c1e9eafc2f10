"""Organisations, as something that a page can be about and that the search finds."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from nebe.core.people.models import Organisation
from nebe.core.sql import Statement, Told
from nebe.core.texts import normalise
from nebe.core.texts.alphabets import sort_key

from .registry import (
    RelatedSource,
    SearchFound,
    SearchHit,
    SearchSource,
    related_links,
    search_everywhere,
)

PUBLIC = "SELECT slug, name, kind FROM nebe_people_organisation WHERE status = %s"


def active():
    return Organisation.objects.filter(status=Organisation.Status.ACTIVE).order_by("name")


def choices(language: str) -> list[tuple[str, str]]:
    return [(each.slug, each.name) for each in active()]


def hits(wanted: Iterable[str], language: str) -> list[SearchHit]:
    slugs = list(wanted)
    known = {each.slug: each for each in active().filter(slug__in=slugs)}
    return [
        SearchHit(known[slug].name, reverse("people:organisation", args=[slug]))
        for slug in slugs
        if slug in known
    ]


related_links.register(
    RelatedSource("organisation", _("Organisations"), choices, hits, position=40)
)


def names_public(text: str) -> Statement:
    return Statement(PUBLIC, [Organisation.Status.ACTIVE])


def by_name(rows: Iterable[tuple[Any, Any, Any]]) -> list[tuple[Any, Any, Any]]:
    return sorted(rows, key=lambda row: sort_key(row[1], get_language() or "en"))


def found(text: str, limit: int, told: Told) -> SearchFound:
    """By the beginnings of the words of their names."""
    fitting = [row for row in told if normalise.begins(row[1], text)]
    if not fitting:
        return SearchFound([])
    return SearchFound(
        [
            SearchHit(
                name,
                reverse("people:organisation", args=[slug]),
                kind=Organisation.Kind(kind).label,
            )
            for slug, name, kind in by_name(fitting)[:limit]
        ],
        gettext("All organisations"),
        reverse("people:organisations"),
    )


search_everywhere.register(
    SearchSource("organisations", _("Organisations"), found, 30, asks=names_public)
)

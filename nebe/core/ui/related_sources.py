"""Organisations, as something that a page can be about."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nebe.core.people.models import Organisation

from .registry import RelatedSource, SearchHit, related_links


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

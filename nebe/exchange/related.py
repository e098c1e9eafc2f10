"""Kinds of help, as something that a page can be about."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nebe.core.texts.translated import pick
from nebe.core.ui.registry import RelatedSource, SearchHit, related_links

from .models import Category


def choices(language: str) -> list[tuple[str, str]]:
    kinds = Category.objects.filter(active=True)
    return [(kind.slug, str(pick(kind.name, language))) for kind in kinds]


def hits(wanted: Iterable[str], language: str) -> list[SearchHit]:
    slugs = list(wanted)
    known = {kind.slug: kind for kind in Category.objects.filter(active=True, slug__in=slugs)}
    return [
        SearchHit(
            str(pick(known[slug].name, language)),
            reverse("exchange:find", query={"category": slug}),
        )
        for slug in slugs
        if slug in known
    ]


related_links.register(RelatedSource("help", _("Help"), choices, hits, position=10))

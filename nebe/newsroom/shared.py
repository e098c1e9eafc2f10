"""What the newsroom puts on shared pages: links, what is about what."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nebe.core.places.models import Municipality, Region
from nebe.core.ui.registry import (
    NavItem,
    RelatedSource,
    SearchHit,
    navigation,
    related_links,
)


@dataclass(frozen=True)
class PageItem(NavItem):
    """A link to a page of the CMS: `url_name` is its path below the language."""

    @property
    def url(self) -> str:
        return reverse("wagtail_serve", args=[self.url_name])


def hit(item: Any) -> SearchHit:
    from .kinds import label

    address = reverse("wagtail_serve", args=[item.path])
    return SearchHit(item.title, address, item.summary, label(item.kind))


def page_hits(wanted: Iterable[str], language: str) -> list[SearchHit]:
    from .models import Listed

    keys = [UUID(key) for key in wanted]
    known = {each.key: each for each in Listed.objects.filter(reader=language, key__in=keys)}
    return [hit(known[key]) for key in keys if key in known]


def regions(language: str) -> list[tuple[str, str]]:
    return [(region.pk, str(region)) for region in Region.objects.all()]


def region_hits(wanted: Iterable[str], language: str) -> list[SearchHit]:
    return about_hits("region", Region, wanted)


def town_hits(wanted: Iterable[str], language: str) -> list[SearchHit]:
    return about_hits("place", Municipality, wanted)


def about_hits(source: str, model: Any, wanted: Iterable[str]) -> list[SearchHit]:
    codes = list(wanted)
    known = model.objects.in_bulk(codes)
    return [
        SearchHit(str(known[code]), reverse("articles_about", args=[source, code]))
        for code in codes
        if code in known
    ]


def register() -> None:
    navigation.register(
        PageItem("public", "news", _("News"), "news/", position=60, icon="news"),
        PageItem("public", "infoline", _("Call us"), "infoline/", position=5, icon="phone"),
        PageItem("footer", "points", _("Come to us"), "points/", position=12),
        PageItem("footer", "guides", _("How to…"), "guides/", position=14),
        PageItem("footer", "about", _("About Nebe"), "about/", position=10),
        PageItem("footer", "how", _("How it works"), "how-it-works/", position=20),
        PageItem("footer", "accessibility", _("Accessibility"), "accessibility/", position=80),
        PageItem("footer", "contact", _("Contact"), "contact/", position=90),
    )
    related_links.register(
        RelatedSource("place", _("Towns"), lambda language: [], town_hits, position=20),
        RelatedSource("region", _("Regions"), regions, region_hits, position=30),
        RelatedSource("page", _("Read more"), lambda language: [], page_hits, position=60),
    )

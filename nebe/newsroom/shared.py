"""What the newsroom puts on shared pages: links in the foot, and its part of the search."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from nebe.core.ui.registry import NavItem, SearchHit, SearchSource, navigation, search_everywhere


@dataclass(frozen=True)
class PageItem(NavItem):
    """A link to a page of the CMS: `url_name` is its path below the language."""

    @property
    def url(self) -> str:
        return reverse("wagtail_serve", args=[self.url_name])


def pages_find(text: str, actor: Any, limit: int) -> Iterator[SearchHit]:
    from .models import NewsItem
    from .selectors import page_path, pages_search

    for found in pages_search(text=text, language=get_language(), limit=limit):
        yield SearchHit(
            title=found.page.title,
            url=reverse("wagtail_serve", args=[page_path(found.page)]),
            text=found.page.summary,
            kind=_("News") if isinstance(found.page, NewsItem) else _("Page"),
        )


def register() -> None:
    navigation.register(
        PageItem("public", "news", _("News"), "news/", position=60, icon="news"),
        PageItem("footer", "about", _("About Nebe"), "about/", position=10),
        PageItem("footer", "how", _("How it works"), "how-it-works/", position=20),
        PageItem("footer", "accessibility", _("Accessibility"), "accessibility/", position=80),
        PageItem("footer", "contact", _("Contact"), "contact/", position=90),
    )
    search_everywhere.register(SearchSource("pages", _("Pages and news"), pages_find, position=40))

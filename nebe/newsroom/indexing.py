"""Keeps `Listed`, `Facet` and the search as the published pages are."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Page

from nebe.core.people.models import Organisation

from .languages import best
from .models import ARTICLES, Article, Facet, Listed
from .models.base import Fact
from .parts.reading import owner_among, owners
from .related import pairs
from .search.facts import facts_settle
from .search.index import articles_index
from .search.models import ListFacts, SearchedArticle
from .selectors import below_language, own_words

BATCH = 200
waiting: ContextVar[set[UUID] | None] = ContextVar("waiting", default=None)  # see `index_once`
WRITTEN_BY = "written_by"  # a facet: the member in whose part a page stands


def page_path(page: Page) -> str:
    return below_language(page.url_path)


def index_all() -> int:
    """Make everything anew; returns how many articles there are in any language."""
    keys = {
        key
        for model in ARTICLES
        for key in model.objects.live().public().values_list("translation_key", flat=True)
    }
    Listed.objects.exclude(key__in=keys).delete()
    Facet.objects.exclude(key__in=keys).delete()
    SearchedArticle.objects.exclude(key__in=keys).delete()
    ordered = sorted(keys)
    for start in range(0, len(ordered), BATCH):
        index_batch(ordered[start : start + BATCH])
    ListFacts.objects.all().delete()
    facts_settle(model.kind for model in ARTICLES)
    return len(keys)


def index_below(page: Page) -> None:
    """The page and everything under it: an address or a restriction has changed."""
    below = Page.objects.descendant_of(page, inclusive=True)
    index_keys(list(below.values_list("translation_key", flat=True)))


@contextmanager
def index_once() -> Iterator[None]:
    """What is published within it is indexed when it ends: each article once, many together.

    After an error nothing is: whoever opened a transaction around it takes the pages back, too."""
    keys: set[UUID] = set()
    token = waiting.set(keys)
    try:
        yield
    finally:
        waiting.reset(token)
    ordered = sorted(keys)
    for start in range(0, len(ordered), BATCH):
        index_now(ordered[start : start + BATCH])


def index_keys(keys: list[UUID]) -> None:
    """List these articles as they stand now, or no longer."""
    later = waiting.get()
    if later is None:
        index_now(keys)
    else:
        later.update(keys)


@transaction.atomic
def index_now(keys: list[UUID]) -> None:
    listed = Listed.objects.filter(key__in=keys)
    before = set(listed.values_list("kind", flat=True))
    index_batch(keys)
    facts_settle(before.union(listed.values_list("kind", flat=True)))


@transaction.atomic
def index_batch(keys: list[UUID]) -> None:
    versions = versions_of(keys)
    parts = owners()
    by = {key: owner_among(first(pages), parts) for key, pages in versions.items()}
    Listed.objects.filter(key__in=keys).delete()
    Facet.objects.filter(key__in=keys).delete()
    Listed.objects.bulk_create(
        row(reader, pages, by[key])
        for key, pages in versions.items()
        for reader, _name in settings.LANGUAGES
    )
    about = {key: facets(pages) | owned(by[key]) for key, pages in versions.items()}
    Facet.objects.bulk_create(
        Facet(key=key, kind=kind, value=value)
        for key, found in about.items()
        for kind, value in found
    )
    articles_index(keys, {key: (pages, about[key]) for key, pages in versions.items()})


def versions_of(keys: list[UUID]) -> dict[UUID, dict[str, Article]]:
    """The public pages of each article by their language."""
    found: dict[UUID, dict[str, Article]] = defaultdict(dict)
    for model in kinds_of(keys):
        pages = own_words(model.objects.live().public()).filter(translation_key__in=keys)
        for page in pages.select_related("locale"):
            found[page.translation_key][page.locale.language_code] = page
    return found


def first(pages: dict[str, Article]) -> Article:
    return next(iter(pages.values()))


def kinds_of(keys: list[UUID]) -> list[type[Article]]:
    """Of two dozen kinds, those that there are to ask: each question costs time at publishing."""
    types = Page.objects.filter(translation_key__in=keys).order_by().values_list("content_type")
    there = {ContentType.objects.get_for_id(pk).model_class() for (pk,) in types.distinct()}
    return [model for model in ARTICLES if model in there]


def row(reader: str, pages: dict[str, Article], by: Organisation | None = None) -> Listed:
    language = best(pages, reader) or ""
    page = pages[language]
    return Listed(
        reader=reader,
        language=language,
        key=page.translation_key,
        page_id=page.pk,
        kind=page.kind,
        path=page_path(page),
        title=page.title,
        summary=page.summary,
        date=page.listed_on,
        until=page.listed_until,
        facts=facts_with(page, by),
        image_id=page.image_id,
        image_alt=page.image_alt,
    )


def facts_with(page: Article, by: Organisation | None) -> list[Fact]:
    """With the name of the member who writes there, where the kind does not say it itself."""
    facts = page.card_facts()
    return [by.name, *facts] if by and by.name not in facts else facts


def owned(by: Organisation | None) -> set[tuple[str, str]]:
    return {("organisation", by.slug), (WRITTEN_BY, by.slug)} if by else set()


def facets(pages: dict[str, Article]) -> set[tuple[str, str]]:
    found = set()
    for page in pages.values():
        found |= {("topic", topic.pk) for topic in page.topics.all()}
        found |= {*pairs(page.related), *page.own_facets()}
    return found

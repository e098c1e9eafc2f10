"""Counts `Coverage` anew where something has happened to a page, its original or its texts."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from wagtail.models import Locale, Page, ReferenceIndex
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from ..library.gate import without_words
from ..models import ARTICLES, Article, Coverage, HomePage, Picture, Section
from .originals import changes, states_of
from .readability import Measure, measure

BATCH = 100
AT_ONCE = 200  # pages that are counted while somebody waits; the rest is a job's
State = Coverage.State
MODELS: tuple[type[Page], ...] = (*ARTICLES, Section, HomePage)
# Fields that search engines read, and people do not.
NOT_READ = ("seo_title", "search_description", "slug", "image_alt")
COUNTED = [
    *("source_language", "kind", "title", "page_id", "state", "owner_id", "is_due"),
    *("settled_at", "made_from", "drafted_from", "changed_at", "segments", "translated"),
    *(
        "machine",
        "changed",
        "wordless",
        "words",
        "lix",
        "word_length",
        "sentence_length",
        "long_sentences",
    ),
]


def coverage_settle(most: int | None = None) -> int:
    """Count what is due, `most` pages at a time; returns how many pages these were."""
    due = Coverage.objects.filter(is_due=True).order_by("key").values_list("key", flat=True)
    keys = set(due.distinct()[:most])
    coverage_count(keys)
    return len(keys)


def coverage_all() -> int:
    """Count everything."""
    keys = {
        key
        for model in MODELS
        for key in model.objects.live().values_list("translation_key", flat=True)
    }
    keys |= set(Coverage.objects.values_list("key", flat=True))
    coverage_count(keys)
    return len(keys)


def coverage_due(keys: Iterable[UUID]) -> None:
    """Remember that something has happened to these pages."""
    for key in keys:
        if not Coverage.objects.filter(key=key).update(is_due=True):
            Coverage.objects.create(key=key, language=settings.LANGUAGE_CODE)


def coverage_count(keys: Iterable[UUID]) -> None:
    ordered = sorted(keys)
    for start in range(0, len(ordered), BATCH):
        count_batch(ordered[start : start + BATCH])


@dataclass
class Batch:
    """All that is known of some pages."""

    pages: dict[UUID, dict[str, Any]]
    sources: dict[UUID, TranslationSource]
    states: dict[int, dict]
    segments: dict[int, set[tuple[int, int]]]  # source → (string, context)
    texts: dict[tuple[UUID, str], dict[tuple[int, int], bool]]  # … → is a machine's, unseen
    rows: dict[tuple[UUID, str], Coverage] = field(default_factory=dict)


@transaction.atomic
def count_batch(keys: list[UUID]) -> None:
    batch = read(keys)
    gone = [key for key in keys if not is_covered(batch, key)]
    Coverage.objects.filter(key__in=gone).delete()
    rows = [
        count(batch, key, code)
        for key in keys
        if key not in gone
        for code, _name in settings.LANGUAGES
    ]
    Coverage.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["key", "language"],
        update_fields=[name.removesuffix("_id") for name in COUNTED],
    )


def read(keys: list[UUID]) -> Batch:
    sources = sources_of(keys)
    chosen = list(sources.values())
    return Batch(
        pages=pages_of(keys),
        sources=sources,
        states=states_of(chosen),
        segments=segments_of(chosen),
        texts=texts_of_languages(keys),
        rows={(row.key, row.language): row for row in Coverage.objects.filter(key__in=keys)},
    )


def pages_of(keys: list[UUID]) -> dict[UUID, dict[str, Any]]:
    """Pages by language; what only mirrors another language is none."""
    found: dict[UUID, dict[str, Any]] = defaultdict(dict)
    for model in MODELS:
        pages = model.objects.filter(translation_key__in=keys, alias_of=None)
        joined = ["locale", "image"] if issubclass(model, Article) else ["locale"]
        for page in pages.select_related(*joined):
            found[page.translation_key][page.locale.language_code] = page
    return found


def sources_of(keys: list[UUID]) -> dict[UUID, TranslationSource]:
    """The original of each page: what has translations, the oldest of several."""
    sources = TranslationSource.objects.filter(
        Exists(Translation.objects.filter(source=OuterRef("pk"))), object_id__in=keys
    ).select_related("locale", "specific_content_type")
    found: dict[UUID, TranslationSource] = {}
    for source in sources.order_by("-created_at", "-pk"):
        found[source.object_id] = source
    return found


def segments_of(sources: list[TranslationSource]) -> dict[int, set[tuple[int, int]]]:
    found: dict[int, set[tuple[int, int]]] = defaultdict(set)
    rows = StringSegment.objects.filter(source__in=sources)
    for pk, string, context in rows.values_list("source_id", "string_id", "context_id"):
        found[pk].add((string, context))
    return found


def texts_of_languages(keys: list[UUID]) -> dict[tuple[UUID, str], dict[tuple[int, int], bool]]:
    found: dict[tuple[UUID, str], dict[tuple[int, int], bool]] = defaultdict(dict)
    texts = StringTranslation.objects.filter(context__object_id__in=keys, has_error=False)
    wanted = "context__object_id", "locale__language_code", "translation_of_id", "context_id"
    for key, code, string, context, kind in texts.values_list(*wanted, "translation_type"):
        machine = kind == StringTranslation.TRANSLATION_TYPE_MACHINE
        found[key, code][string, context] = machine
    return found


def is_covered(batch: Batch, key: UUID) -> bool:
    """A draft that was never translated is nobody's business yet."""
    pages = batch.pages.get(key, {})
    return bool(pages) and (key in batch.sources or any(page.live for page in pages.values()))


def count(batch: Batch, key: UUID, code: str) -> Coverage:
    """The row of one page in one language, not yet saved."""
    pages, source = batch.pages[key], batch.sources.get(key)
    origin = source.locale.language_code if source else min(pages, key=lambda c: pages[c].pk)
    original = pages.get(origin) or next(iter(pages.values()))
    page = pages.get(code)
    row = batch.rows.get((key, code)) or Coverage(key=key, language=code)
    row.source_language, row.kind, row.title = origin, kind_of(original), original.title
    row.owner_id = getattr(original, "responsible_id", None)
    row.page_id = page and page.pk
    row.changed_at = page and (page.latest_revision_created_at or page.last_published_at)
    row.is_due, row.settled_at = False, timezone.now()
    row.segments = row.translated = row.machine = row.changed = 0
    if source and code != origin:
        texts, wanted = batch.texts[key, code], batch.segments[source.pk]
        row.segments = len(wanted)
        row.translated = len(wanted & texts.keys())
        row.machine = sum(texts[each] for each in wanted & texts.keys())
    row.state = state_of(row, page, origin, source and batch.states[source.pk])
    row.wordless = len(without_words(page)) if page else 0
    read_page(row, page)
    return row


def state_of(row: Coverage, page: Any, origin: str, now: dict | None) -> str:
    if row.language == origin:
        return State.SOURCE
    if page is None:
        row.made_from = row.drafted_from = None
        return State.MISSING
    if not page.live:
        return State.MACHINE if row.machine else State.TRANSLATING
    if now is None:
        return State.PUBLISHED
    if row.made_from is None and row.translated == row.segments:
        row.made_from = now  # published before anybody counted
    row.changed = len(changes(row.made_from, now))
    return State.PUBLISHED if row.made_from == now else State.STALE


def kind_of(page: Any) -> str:
    if isinstance(page, Section | HomePage):
        return "section" if isinstance(page, Section) else "home"
    return page.kind


def read_page(row: Coverage, page: Any) -> None:
    found = measure(texts_to_read(page), row.language) if page else Measure()
    row.words, row.lix, row.word_length = found.words, found.lix, found.word_length
    row.sentence_length, row.long_sentences = found.sentence_length, len(found.long_sentences)


def texts_to_read(page: Any) -> list[str]:
    """Everything on a page that is translated and read, whatever its kind."""
    return [
        each.string.render_text()
        for each in extract_segments(page)
        if isinstance(each, StringSegmentValue) and each.path.split(".")[0] not in NOT_READ
    ]


def source_refresh(page: Page) -> None:
    """Take over what was just published, so that its translations show as out of date."""
    source = TranslationSource.objects.filter(
        object_id=page.translation_key, locale=page.locale_id
    ).first()
    if source:
        source.update_from_db()


def text_changed(text: StringTranslation) -> None:
    if text.context:
        Coverage.objects.filter(key=text.context.object_id).update(is_due=True)


def picture_changed(picture: Picture) -> None:
    """It may have got words: pages that show it are counted anew."""
    shown = ReferenceIndex.get_references_to(picture).filter(
        base_content_type=ContentType.objects.get_for_model(Page)
    )
    numbers = [int(number) for number in shown.values_list("object_id", flat=True)]
    keys = Page.objects.filter(pk__in=numbers).values("translation_key")
    Coverage.objects.filter(key__in=keys).update(is_due=True)


def drafted(source: TranslationSource, locale: Locale) -> None:
    """A translation was put together from the original as it stands now."""
    now = states_of([source])[source.pk]
    Coverage.objects.update_or_create(
        key=source.object_id,
        language=locale.language_code,
        defaults={"drafted_from": now, "is_due": True},
    )


def made(page: Page) -> None:
    """A page was published: what its draft was made from, it is made from."""
    Coverage.objects.filter(
        key=page.translation_key,
        language=page.locale.language_code,
        drafted_from__isnull=False,
    ).update(made_from=F("drafted_from"), drafted_from=None)

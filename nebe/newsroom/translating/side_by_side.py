"""A page and its translation, text by text: what changed, what is missing, what nobody has read."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from ..models import Coverage
from . import glossary
from .markup import canonical, plain, wrong_with
from .originals import changes, shared_changes, short_hash, states_of, texts_of
from .readability import measure

MACHINE = StringTranslation.TRANSLATION_TYPE_MACHINE
MANUAL = StringTranslation.TRANSLATION_TYPE_MANUAL


@dataclass
class Text:
    """One text of a page. `source` and `target` are HTML without attributes."""

    segment: StringSegment
    place: str
    source: str
    target: str = ""
    is_machine: bool = False
    is_changed: bool = False
    error: str = ""
    typed: str | None = None  # what was sent and could not be saved
    before: list[str] = field(default_factory=list)  # what stood here when it was translated
    target_before: list[str] = field(default_factory=list)
    hints: list[glossary.Hint] = field(default_factory=list)
    long_sentences: list[str] = field(default_factory=list)

    @property
    def id(self) -> int:
        return self.segment.pk

    @property
    def was(self) -> str:
        """Names the state of the translation, to see whether somebody else wrote meanwhile."""
        return short_hash(self.target)

    @property
    def shown(self) -> str:
        return self.target if self.typed is None else self.typed

    @property
    def rows(self) -> int:
        return min(14, max(2, 2 + max(len(self.source), len(self.target)) // 40))


@dataclass
class SideBySide:
    texts: list[Text]
    gone: list[str]  # texts that the original no longer has
    shared: list[str]  # what else has changed: pictures, dates, order

    @property
    def missing(self) -> int:
        return sum(not text.target for text in self.texts)

    @property
    def unseen(self) -> int:
        return sum(text.is_machine for text in self.texts)


def translation_of_page(page: Page) -> Translation | None:
    """The translation whose target is this page; None for originals and pages on their own."""
    return (
        Translation.objects.filter(
            source__object_id=page.translation_key, target_locale=page.locale_id
        )
        .select_related("source__locale", "source__specific_content_type", "target_locale")
        .order_by("-enabled", "pk")
        .first()
    )


def segments_once(translation: Translation) -> list[StringSegment]:
    """Texts in their order; one that stands twice in one place is one."""
    segments = StringSegment.objects.filter(source=translation.source)
    found: dict[tuple[int, int], StringSegment] = {}
    for segment in segments.order_by("order").select_related("string", "context"):
        found.setdefault((segment.string_id, segment.context_id), segment)
    return list(found.values())


def translations_by_place(translation: Translation) -> dict[tuple[int, int], StringTranslation]:
    texts = StringTranslation.objects.filter(
        context__object_id=translation.source.object_id, locale=translation.target_locale
    )
    return {(each.translation_of_id, each.context_id): each for each in texts}


def side_by_side(translation: Translation) -> SideBySide:
    source = translation.source
    texts = bare_texts(translation)
    row = Coverage.objects.filter(
        key=source.object_id, language=translation.target_locale.language_code
    ).first()
    made_from = row.made_from if row else None
    now = states_of([source])[source.pk]
    gone = mark_changes(translation, texts, made_from, now) if made_from else []
    codes = source.locale.language_code, translation.target_locale.language_code
    known = glossary.entries(*codes)
    for text in texts:
        text.hints = glossary.hints(plain(text.source), plain(text.target), known)
        text.long_sentences = measure([plain(text.target)], codes[1]).long_sentences
    model: Any = source.specific_content_type.model_class()
    shared = [name_of(model, name) for name in shared_changes(made_from, now)]
    return SideBySide(texts, gone, list(dict.fromkeys(shared)))


def bare_texts(translation: Translation) -> list[Text]:
    model: Any = translation.source.specific_content_type.model_class()
    written = translations_by_place(translation)
    found = []
    for segment in segments_once(translation):
        text = Text(segment, name_of(model, segment.context.path), canonical(segment.string.data))
        if mine := written.get((segment.string_id, segment.context_id)):
            text.target, text.is_machine = mine.data, mine.translation_type == MACHINE
            text.error = (mine.get_error() or "") if mine.has_error else ""
        found.append(text)
    return found


def name_of(model: Any, path: str) -> str:
    """What editors call the field at the beginning of a path."""
    if path == "links":
        return _("links")
    return str(capfirst(model._meta.get_field(path.split(".")[0]).verbose_name))


def mark_changes(
    translation: Translation, texts: list[Text], made_from: dict, now: dict
) -> list[str]:
    """Marks what changed since, with what stood there; returns the texts that are gone."""
    found = {change.path: change for change in changes(made_from, now)}
    hashes = [name for change in found.values() for name in change.before]
    old = texts_of(hashes, translation.source.locale_id)
    earlier = defaultdict(list)
    for each in StringTranslation.objects.filter(
        context__object_id=translation.source.object_id,
        locale=translation.target_locale,
        translation_of__data_hash__in=hashes,
    ).select_related("translation_of", "context"):
        earlier[each.context.path, str(each.translation_of.data_hash)].append(each.data)
    for text in texts:
        path, name = text.segment.context.path, str(text.segment.string.data_hash)
        change = found.get(path)
        if change is None or name in change.before:
            continue
        left = [each for each in change.before if each not in change.now]
        text.is_changed = True
        text.before = [old[each] for each in left if each in old]
        text.target_before = [data for each in left for data in earlier[path, each]]
    return [
        old[name]
        for change in found.values()
        if not change.now
        for name in change.before
        if name in old
    ]


@dataclass
class Saved:
    written: int = 0
    confirmed: int = 0
    kept_back: dict[int, tuple[str, str]] = field(default_factory=dict)  # id → typed, why


@transaction.atomic
def texts_save(translation: Translation, posted: Mapping[str, str], user: Any) -> Saved:
    """What the form of the page brought: `text-7`, `was-7`, and `seen-7` (or `seen-all`) where
    it was read.

    What somebody else wrote meanwhile stays, what is broken is refused; both are told.
    """
    saved = Saved()
    written = translations_by_place(translation)
    for text in bare_texts(translation):
        new = posted.get(f"text-{text.id}", text.target).replace("\r\n", "\n").strip()
        mine = written.get((text.segment.string_id, text.segment.context_id))
        is_same = posted.get(f"was-{text.id}") == text.was
        if not new or canonical(new) == canonical(text.target):
            seen = posted.get(f"seen-{text.id}") or posted.get("seen-all")
            if mine and text.is_machine and seen and is_same:
                text_confirm(mine, user)
                saved.confirmed += 1
        elif not is_same:
            meanwhile = _(
                "Somebody else wrote here meanwhile: “%(text)s”. Save again to replace it."
            )
            saved.kept_back[text.id] = new, meanwhile % {"text": text.target}
        elif problem := wrong_with(text.source, new):
            saved.kept_back[text.id] = new, problem
        else:
            text_write(translation, text.segment, new, user=user)
            saved.written += 1
    return saved


def text_confirm(text: StringTranslation, user: Any) -> None:
    """A person has read the machine's words and stands by them."""
    text.translation_type, text.last_translated_by = MANUAL, user
    text.save(update_fields=["translation_type", "last_translated_by", "updated_at"])


def text_write(
    translation: Translation, segment: StringSegment, html: str, *, user: Any, kind: str = MANUAL
) -> None:
    StringTranslation.objects.update_or_create(
        translation_of=segment.string,
        context=segment.context,
        locale=translation.target_locale,
        defaults={
            "data": canonical(html),
            "translation_type": kind,
            "tool_name": "",
            "last_translated_by": user,
            "has_error": False,
            "field_error": "",
        },
    )

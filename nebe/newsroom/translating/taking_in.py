"""Takes a translator's file in: each text has a fate, and nothing newer is lost."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation

from .files import NoFile, PageTexts, Unit, po_read, unit_name, xliff_read
from .markup import canonical, plain, wrong_with
from .side_by_side import MACHINE, MANUAL, segments_once, text_write, translations_by_place

LARGEST = 5_000_000  # bytes
MOST = 20_000  # texts


class Fate(models.TextChoices):
    TAKEN = "taken", pgettext_lazy("text of a file", "taken")
    UNCHANGED = "unchanged", pgettext_lazy("text of a file", "as it was")
    EMPTY = "empty", pgettext_lazy("text of a file", "not translated in the file")
    NEWER = "newer", pgettext_lazy("text of a file", "newer here, kept")
    CHANGED = "changed", pgettext_lazy("text of a file", "the original has changed since")
    BROKEN = "broken", pgettext_lazy("text of a file", "broken, refused")
    UNKNOWN = "unknown", pgettext_lazy("text of a file", "not known here")


@dataclass(frozen=True)
class Told:
    """What became of one text."""

    page: str
    text: str
    fate: Fate
    why: str = ""


def file_read(name: str, data: bytes) -> list[PageTexts]:
    """Raises `NoFile`."""
    if len(data) > LARGEST:
        raise NoFile(_("The file is too large."))
    pages = po_read(data) if name.lower().endswith(".po") else xliff_read(data)
    if sum(len(page.units) for page in pages) > MOST:
        raise NoFile(_("The file is too large."))
    return pages


@transaction.atomic
def file_take(pages: Iterable[PageTexts], user: Any) -> list[Told]:
    return [told for page in pages for told in page_take(page, user)]


def page_take(page: PageTexts, user: Any) -> list[Told]:
    translation, why = translation_for(page, user)
    if translation is None:
        return [Told(page.title, shown(unit), Fate.UNKNOWN, why) for unit in page.units]
    segments = {unit_name(each): each for each in segments_once(translation)}
    places = {name.partition("-")[0] for name in segments}
    written = translations_by_place(translation)
    found = []
    for unit in page.units:
        segment = segments.get(unit.name)
        if segment is None:
            known = unit.name.partition("-")[0] in places
            fate, why = (Fate.CHANGED if known else Fate.UNKNOWN), ""
        else:
            mine = written.get((segment.string_id, segment.context_id))
            fate, why = fate_of(unit, canonical(segment.string.data), mine, page.made_at)
            if fate is Fate.TAKEN:
                kind = MACHINE if unit.is_machine else MANUAL
                text_write(translation, segment, unit.target, user=user, kind=kind)
        found.append(Told(translation.source.object_repr, shown(unit), fate, why))
    return found


def fate_of(
    unit: Unit, source: str, mine: StringTranslation | None, made_at: datetime | None
) -> tuple[Fate, str]:
    """`made_at` is when the file was made; without it all that differs here counts as newer."""
    if not plain(unit.target).strip():
        return Fate.EMPTY, ""
    if problem := wrong_with(source, unit.target):
        return Fate.BROKEN, problem
    if mine is None:
        return Fate.TAKEN, ""
    if canonical(mine.data) == canonical(unit.target):
        confirmed = mine.translation_type == MACHINE and unit.is_final
        return (Fate.TAKEN if confirmed else Fate.UNCHANGED), ""
    if made_at is None or mine.updated_at > made_at:
        return Fate.NEWER, ""
    return Fate.TAKEN, ""


def translation_for(page: PageTexts, user: Any) -> tuple[Translation | None, str]:
    """The translation that a file speaks of, or why there is none that this user may edit."""
    try:
        key = UUID(page.key)
    except ValueError:
        return None, _("It names no page.")
    translation = (
        Translation.objects.filter(
            source__object_id=key,
            source__locale__language_code=page.source_language,
            target_locale__language_code=page.target_language,
        )
        .select_related("source__locale", "target_locale")
        .first()
    )
    target = (
        translation
        and Page.objects.filter(translation_key=key, locale=translation.target_locale_id).first()
    )
    if not target or not target.permissions_for_user(user).can_edit():
        return None, _("No translation of this page into this language was started here.")
    return translation, ""


def shown(unit: Unit) -> str:
    return plain(unit.source)[:120]

"""Drafts by the machine translation of core, within its budget; somebody reads them after it."""

import re
from html import escape, unescape
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef
from wagtail.models import Page
from wagtail_localize.machine_translators.base import BaseMachineTranslator
from wagtail_localize.models import String, StringSegment, StringTranslation, Translation

from nebe.core.jobs import GiveUp, job
from nebe.core.texts import machine

TAG = re.compile(r"(<[^>]*>)")
ENDS = re.compile(r"^(\s*)(.*?)(\s*)$", re.S)


class Translator(BaseMachineTranslator):
    """What wagtail-localize asks. A page has dozens of texts and a service is slow, so this only
    asks the worker to write them, and gives nothing back."""

    display_name = "machine translation"

    def can_translate(self, source_locale, target_locale) -> bool:
        return machine.is_on() and source_locale.pk != target_locale.pk

    def translate(self, source_locale, target_locale, strings) -> dict:
        hashes = [String._get_data_hash(each.data) for each in strings]
        sources = StringSegment.objects.filter(
            string__locale=source_locale, string__data_hash__in=hashes
        ).values("source")
        wanted = Translation.objects.filter(source__in=sources, target_locale=target_locale)
        for pk in wanted.values_list("pk", flat=True):
            draft_enqueue(pk)
        return {}


def draft_enqueue(translation_id: int) -> None:
    write_draft.enqueue(translation_id, once=f"page-{translation_id}")


@job(retries=5, priority=-10)
def write_draft(translation_id):
    """Translate what has no translation yet; what a person wrote stays."""
    translation = Translation.objects.filter(pk=translation_id).first()
    if translation is None or not machine.is_on():
        return
    public = is_public(translation)
    codes = translation.source.locale.language_code, translation.target_locale.language_code
    for segment in untranslated(translation):
        try:
            text = translated(segment.string.data, *codes, public=public)
        except machine.TranslationRefused as error:
            raise GiveUp(str(error)) from None
        StringTranslation.objects.get_or_create(
            translation_of=segment.string,
            context=segment.context,
            locale=translation.target_locale,
            defaults={
                "data": text,
                "translation_type": StringTranslation.TRANSLATION_TYPE_MACHINE,
                "tool_name": settings.TRANSLATOR,
            },
        )


def is_public(translation: Translation) -> bool:
    """What is not published goes to nobody but the installation's own service."""
    pages = Page.objects.live().public()
    source = translation.source
    return pages.filter(translation_key=source.object_id, locale=source.locale_id).exists()


def untranslated(translation: Translation) -> list[StringSegment]:
    there = StringTranslation.objects.filter(
        translation_of_id=OuterRef("string_id"),
        context_id=OuterRef("context_id"),
        locale=translation.target_locale,
    )
    segments = StringSegment.objects.filter(~Exists(there), source=translation.source)
    return list(segments.order_by("order").select_related("string", "context"))


def translated(html: str, source: str, target: str, *, public: bool) -> str:
    """Texts between marks one by one: no service can break a mark that it never sees."""
    parts = TAG.split(html)
    return "".join(
        part if number % 2 else part_translated(part, source, target, public=public)
        for number, part in enumerate(parts)
    )


def part_translated(html: str, source: str, target: str, **options: Any) -> str:
    before, text, after = ENDS.match(unescape(html)).groups()  # type: ignore[union-attr]
    if not any(c.isalpha() for c in text):
        return html
    found = machine.translation_of(text, source=source, target=target, **options)
    return escape(f"{before}{found}{after}", quote=False)

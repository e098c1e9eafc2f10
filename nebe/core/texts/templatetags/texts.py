"""`{% load texts %}`: domain text in the reader's language."""

from django import template
from django.conf import settings
from django.utils.translation import get_language

from ..translated import Text, pick, text_of

register = template.Library()


@register.filter
def in_language(data, language: str = "") -> Text:
    """`{{ category.name|in_language }}`: in the active language or its nearest fallback."""
    return pick(data, language or get_language() or settings.LANGUAGE_CODE)


@register.inclusion_tag("texts/translated.html")
def translated(data, language: str = "") -> dict:
    """`{% translated offer_text %}`: the text, and where it is not the reader's own language or
    a machine's work, that it is so, with the original one click away."""
    text = in_language(data, language)
    value = data.get(text.language) if isinstance(data, dict) else None
    source = value.get("source", "") if isinstance(value, dict) else ""
    original = text_of(data.get(source)) if text.is_machine else ""
    return {
        "text": text,
        "original": Text(original, source) if original else None,
        "language_name": settings.LANGUAGE_NAMES.get(text.language, text.language),
        "original_name": settings.LANGUAGE_NAMES.get(source, source),
    }

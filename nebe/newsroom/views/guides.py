"""Guides: how long they take to read, how hard they are, and whether what they say was checked."""

from django.utils import timezone
from django.utils.translation import get_language

from ..models import Coverage, Guide
from ..translating.readability import minutes, told, words_of
from .infoline import infolines
from .shows import shows


@shows(Guide)
def guide_shows(request, page) -> dict:
    language = page.locale.language_code
    words = sum(len(words_of(text)) for text in [page.summary, *page.own_words()])
    return {
        "minutes": minutes(words, language),
        "how_hard": how_hard(page, language),
        "today": timezone.localdate(),
        "infolines": infolines(get_language() or language, page.country),
    }


def how_hard(page: Guide, language: str) -> str:
    """As it was last counted for the table of languages."""
    row = Coverage.objects.filter(key=page.translation_key, language=language).first()
    return told(lix=row.lix, words=row.words, language=language) if row else ""

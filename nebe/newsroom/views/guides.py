"""Guides: how long they take to read, and whether what they say was checked."""

from django.utils import timezone

from ..models import Guide
from .shows import shows

WORDS_PER_MINUTE = 150  # of someone who reads in a third language


@shows(Guide)
def guide_shows(request, page) -> dict:
    words = sum(len(text.split()) for text in [page.summary, *page.own_words()])
    minutes = max(1, round(words / WORDS_PER_MINUTE))
    return {"minutes": minutes, "today": timezone.localdate()}

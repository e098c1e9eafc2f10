"""Which pages play a recording, and whether the public may hear it."""

from typing import Any

from wagtail.models import Page
from wagtail.query import PageQuerySet

from .models import ARTICLES


def pages_playing(recording: Any) -> PageQuerySet:
    """Pages of every kind, also drafts that were public once."""
    players = [model for model in ARTICLES if hasattr(model, "recording_id")]
    ids = [
        pk
        for model in players
        for pk in model.objects.filter(recording=recording).values_list("pk", flat=True)
    ]
    return Page.objects.filter(pk__in=ids)


def may_be_played(recording: Any) -> bool:
    """Only while a public page plays it, and none of a story whose consent is over."""
    pages = list(pages_playing(recording).live().public().specific())
    return bool(pages) and not all(page.withheld() for page in pages)

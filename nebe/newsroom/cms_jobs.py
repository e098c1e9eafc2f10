"""What the CMS notes of each page in jobs: what refers to what, and its own search."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db.models.signals import post_save
from modelsearch.index import insert_or_update_object
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.models import Page, ReferenceIndex
from wagtail.signal_handlers import update_reference_index_on_save

from nebe.core.jobs import job

from .models import ARTICLES, HomePage, Section

AT_ONCE = 100
ASKING = (update_reference_index_on_save, post_save_signal_handler)


@contextmanager
def cms_jobs_later() -> Iterator[None]:
    """Within it no page asks for jobs: it would for two at each save, and is saved five times
    until it is published. Whoever opens it calls `cms_jobs_ask` at the end."""
    silenced = [
        (handler, model)
        for handler in ASKING
        for model in (*ARTICLES, Section, HomePage)
        if post_save.disconnect(handler, sender=model)
    ]
    try:
        yield
    finally:
        for handler, model in silenced:
            post_save.connect(handler, sender=model)


def cms_jobs_ask(pages: Iterable[Page]) -> None:
    """One job for many: these pages in all languages."""
    keys = [page.translation_key for page in pages]
    numbers = list(
        Page.objects.filter(translation_key__in=keys).order_by("pk").values_list("pk", flat=True)
    )
    for start in range(0, len(numbers), AT_ONCE):
        pages_note.enqueue(*numbers[start : start + AT_ONCE])


@job(priority=-10)
def pages_note(*numbers):
    for page in Page.objects.filter(pk__in=numbers).specific(defer=False):
        ReferenceIndex.create_or_update_for_object(page)
        insert_or_update_object(page)

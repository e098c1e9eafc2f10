"""A draft: from a period and a topic to ticked items, with words in each language."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from ..kinds import COMING, STANDING
from ..models import Listed, Newsletter, Topic
from ..selectors import items_list
from .subscribing import readers_of

AT_MOST = 60  # items to choose from


@transaction.atomic
def draft_start(*, since: date, until: date, topic: Topic | None, language: str, by: Any):
    """A draft with everything ticked that was published meanwhile, but what always stands."""
    draft = Newsletter(since=since, until=until, topic=topic, by=by)
    found = choice(draft, language)
    draft.items = [str(item.key) for item in found if item.kind not in STANDING]
    draft.save()
    return draft


def choice(newsletter: Newsletter, language: str) -> list[Listed]:
    """Of its topic what is not past: of its period, newest first; then what comes, soonest."""
    about = [("topic", newsletter.topic_id)] if newsletter.topic_id else []
    items = items_list(language=language, about=about, open_on=timezone.localdate())
    period = items.filter(date__gte=newsletter.since, date__lte=newsletter.until)
    coming = items.filter(kind__in=COMING).order_by("date", "title", "key")
    return [*period.exclude(kind__in=COMING)[:AT_MOST], *coming[:AT_MOST]]


def draft_write(*, newsletter: Newsletter, title: dict, introduction: dict, items: list) -> bool:
    """False when it is a draft no longer."""
    drafts = Newsletter.objects.filter(pk=newsletter.pk, status=Newsletter.Status.DRAFT)
    return bool(drafts.update(title=title, introduction=introduction, items=items))


def draft_discard(*, newsletter: Newsletter) -> None:
    Newsletter.objects.filter(pk=newsletter.pk, status=Newsletter.Status.DRAFT).delete()


def readers_by_language(newsletter: Newsletter) -> dict[str, int]:
    """How many would get it now, by their language, most first."""
    readers = readers_of(newsletter.topic_id, now=timezone.now())
    counts = readers.order_by().values("language").annotate(n=Count("pk")).order_by("-n")
    return dict(counts.values_list("language", "n"))

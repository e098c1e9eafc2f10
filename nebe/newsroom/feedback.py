""" "Was this what you needed?": what readers say of a page, without anything that tells who."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from .models import PageFeedback

ENOUGH = 5  # answers, before a page is compared with others
WORST = 10


def feedback_give(*, page: Page, language: str, useful: bool, text: str) -> PageFeedback:
    return PageFeedback.objects.create(
        key=page.translation_key, page=page, language=language, useful=useful, text=text.strip()
    )


def said_of(user: Any, *, is_done: bool) -> QuerySet[PageFeedback]:
    """Of the pages that the user may edit: complaints and words, dealt with or still to do."""
    rows = PageFeedback.objects.filter(done_at__isnull=not is_done, page__in=editable(user))
    return rows.exclude(useful=True, text="").select_related("page__locale")


def worst(user: Any) -> list[dict]:
    """Pages with enough answers, the least useful first: key, title, useful, answers, share."""
    found = (
        PageFeedback.objects.filter(page__in=editable(user))
        .values("page_id", "page__title")
        .annotate(answers=Count("pk"), useful=Count("pk", filter=Q(useful=True)))
        .filter(answers__gte=ENOUGH)
        .order_by("page_id")
    )
    rows: list[dict] = [
        row | {"share": round(100 * row["useful"] / row["answers"])} for row in found
    ]
    return sorted(rows, key=lambda row: (row["share"], -row["answers"]))[:WORST]


def editable(user: Any) -> QuerySet[Page]:
    pages = page_permission_policy.instances_user_has_permission_for(user, "change")
    return pages.order_by().values("pk")

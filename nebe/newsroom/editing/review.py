"""Pages to be looked at again: which are due, a mail to whom looks after them, "still right"."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from wagtail.log_actions import log

from nebe.core.mail.addresses import absolute
from nebe.core.mail.outbox import mail_send
from nebe.core.people.models import User

from ..models import ARTICLES, Article

SOON = timedelta(days=14)
AGAIN = timedelta(days=182)


@dataclass(frozen=True)
class Due:
    """An article in the language it was first published in."""

    page: Article
    is_over: bool


def due(*, today: date, responsible: User | None = None, soon: timedelta = SOON) -> list[Due]:
    """Live articles to be looked at by `today` or soon, each once, the oldest day first."""
    found: dict = {}
    for model in ARTICLES:
        pages = model.objects.live().filter(review_by__lte=today + soon)
        if responsible:
            pages = pages.filter(responsible=responsible)
        for page in pages.select_related("responsible", "locale").order_by("first_published_at"):
            found.setdefault(page.translation_key, page)
    ordered = sorted(found.values(), key=lambda page: (page.review_by, page.title))
    return [Due(page, page.review_by < today) for page in ordered]


@transaction.atomic
def still_right(*, page: Article, user: User, today: date) -> date:
    """Somebody has looked at it: to be looked at again in half a year, in every language."""
    again = today + AGAIN
    versions = page.get_translations(inclusive=True).select_related("latest_revision")
    versions.update(review_by=again)
    for version in versions:
        # No new revision: it would publish anew what else has changed since the latest one.
        if revision := version.latest_revision:
            revision.content["review_by"] = again.isoformat()
            revision.save(update_fields=["content"])
    log(instance=page, action="wagtail.edit", user=user)
    return again


def remind(*, today: date) -> None:
    """One mail a week to each who looks after pages that are due."""
    mine: dict[User, int] = defaultdict(int)
    for one in due(today=today):
        if one.page.responsible and one.page.responsible.is_active:
            mine[one.page.responsible] += 1
    year, week, _day = today.isocalendar()
    url = absolute("newsroom_editing:review")
    for user, count in mine.items():
        mail_send(
            template="newsroom/mail/review",
            context={"count": count, "url": url},
            person_or_user=user,
            once=f"review {user.pk} {year}-{week}",
        )

"""What the newsroom does by the clock."""

from .translating import tasks as translating  # noqa: F401 (registers)
"""Jobs of the newsroom that run by the clock."""

from datetime import timedelta

from django.utils import timezone

from nebe.core.jobs import job, schedule

from .editing import links, review
from .editing import schedule as clock


@schedule(every=timedelta(minutes=5))
@job(system=True)
def pages_publish_scheduled() -> None:
    clock.publish_scheduled()


@schedule(daily="06:40")
@job(system=True)
def pages_review_remind() -> None:
    review.remind(today=timezone.localdate())


@schedule(daily="02:20")
@job(system=True)
def pages_links_check() -> None:
    links.links_check()

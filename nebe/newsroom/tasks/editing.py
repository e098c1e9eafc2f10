"""Jobs of the newsroom that run by the clock."""

from datetime import timedelta

from django.utils import timezone

from nebe.core.jobs import job, schedule

from ..editing import links, review
from ..editing import schedule as clock


@schedule(every=timedelta(minutes=1))
@job(system=True)
def pages_publish_due() -> None:
    """Pages whose hour has come, and the end of those that expire."""
    clock.publish_scheduled()


@schedule(daily="06:40")
@job(system=True)
def pages_review_remind() -> None:
    review.remind(today=timezone.localdate())


@schedule(daily="02:20")
@job(system=True)
def pages_links_check() -> None:
    links.links_check()

"""Newsletters that go out, and what comes back of them."""

from datetime import timedelta

from django.utils import timezone

from nebe.core.jobs import job, schedule

from ..newsletters import sending


@job(system=True, retries=10)
def newsletter_job(newsletter_id: int) -> None:
    """Some letters of a newsletter; the next job goes on once those have left."""
    if sending.portion(newsletter_id, timezone.now()):
        newsletter_job.enqueue(newsletter_id, once=str(newsletter_id))


@schedule(every=timedelta(minutes=5))
@job(system=True)
def newsletters_go_on() -> None:
    """Begin those whose time has come; one whose job was lost goes on where it stopped."""
    for pk in sending.due(timezone.now()):
        sending.begin(pk, timezone.now())
    for pk in sending.under_way():
        newsletter_job.enqueue(pk, once=str(pk))


@schedule(every=timedelta(hours=1))
@job(system=True)
def newsletter_bounces_take() -> None:
    sending.bounces_take(timezone.now())

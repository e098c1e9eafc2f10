from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from nebe.core.jobs import job, schedule

from .delivery import RETRIES, deliver
from .links import links_purge
from .outbox import mails_purge

KEEP_MAILS = timedelta(days=90)
KEEP_LINKS = timedelta(days=30)  # after they expired, so that the page can say so


@job(retries=RETRIES, backoff=20, priority=10)
def mail_deliver(mail_id: str) -> None:
    deliver(mail_id)


@schedule(daily="03:45")
@job(system=True)
def purge() -> None:
    """Old mails and links go; the demonstration keeps its mails."""
    now = timezone.now()
    links_purge(before=now - KEEP_LINKS)
    if not settings.DEMO:
        mails_purge(before=now - KEEP_MAILS)

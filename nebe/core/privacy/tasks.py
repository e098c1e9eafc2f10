"""What privacy does by the clock."""

from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from nebe.core.jobs import job, schedule

from . import chain, chain_cut
from .audit import audit_flush
from .bytes import erase_bytes
from .erasure import erasures_resume
from .retention import retain


@schedule(every=timedelta(minutes=1))
@job(system=True)
def audit_seal() -> None:
    """Write the reads noted in this process and seal the trail up to here."""
    audit_flush()
    chain.seal()


@schedule(daily="00:05")
@job(system=True)
def audit_publish_head() -> None:
    """The day's head of the trail, into a file and to those who keep it outside; what is too old
    is cut off just before, so that the head seals the cut."""
    chain.seal()
    now = timezone.now()
    chain_cut.cut(now)
    end = chain.publish_head(now)
    if settings.NEBE_AUDIT_MAIL:
        send_mail(
            subject=_("Head of the audit trail"),
            message=f"{now:%Y-%m-%d} {end.sequence} {end.digest}",
            from_email=None,
            recipient_list=settings.NEBE_AUDIT_MAIL,
        )


@schedule(daily="02:40")
@job(system=True)
def retention_apply() -> None:
    """Finish interrupted erasures, then delete what has been kept long enough."""
    erasures_resume(actor=None)
    call_command("clearsessions")
    if any(outcome.done for outcome in retain(now=timezone.now())):
        bytes_erase.enqueue(once="retention")


@job(system=True, retries=8, backoff=60)
def bytes_erase() -> None:
    """On SQLite at once. On PostgreSQL it locks tables: `nebe erase_bytes` in a quiet hour."""
    if connection.vendor == "sqlite":
        for _done in erase_bytes():
            pass

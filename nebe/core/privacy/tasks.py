"""What privacy does by the clock."""

from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone
from django.utils.translation import gettext as _

from nebe.core.jobs import job, schedule

from . import chain
from .audit import audit_flush


@schedule(every=timedelta(minutes=1))
@job(system=True)
def audit_seal() -> None:
    """Write the reads noted in this process and seal the trail up to here."""
    audit_flush()
    chain.seal()


@schedule(daily="00:05")
@job(system=True)
def audit_publish_head() -> None:
    """The day's head of the trail, into a file and to those who keep it outside."""
    chain.seal()
    now = timezone.now()
    end = chain.publish_head(now)
    if settings.NEBE_AUDIT_MAIL:
        send_mail(
            subject=_("Head of the audit trail"),
            message=f"{now:%Y-%m-%d} {end.sequence} {end.digest}",
            from_email=None,
            recipient_list=settings.NEBE_AUDIT_MAIL,
        )

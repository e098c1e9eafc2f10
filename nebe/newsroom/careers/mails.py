"""Mails to applicants: they say that there is something, the page behind the link says what."""

from datetime import datetime

from django.utils import timezone

from nebe.core.mail.links import link_issue, link_url
from nebe.core.mail.outbox import mail_send

from ..models import JobApplication
from ..titles import title_for

LINK = "application"


def own_url(application: JobApplication, until: datetime) -> str:
    """A new link to the applicant's own page; it opens it as long as there is something to see."""
    days = max(1, (until - timezone.now()).days + 1)
    token = link_issue(purpose=LINK, target=application.pk, days=days)
    return link_url(purpose=LINK, token=token, language=application.language)


def receipt_send(application: JobApplication, *, until: datetime) -> None:
    _send("application_received", application, until, once=str(application.pk))


def answer_send(application: JobApplication, *, until: datetime) -> None:
    once = f"{application.pk}:{application.answered_at:%Y-%m-%dT%H:%M:%S.%f}"
    _send("application_answered", application, until, once=once)


def _send(name: str, application: JobApplication, until: datetime, *, once: str) -> None:
    context = {
        "name": application.name,
        "job": str(title_for(application.selection, application.language)),
        "url": own_url(application, until),
        "until": until,
    }
    mail_send(
        template=f"newsroom/mail/{name}",
        context=context,
        person_or_user=application,
        once=f"newsroom.{name}:{once}",
    )

"""Mails about a subscription."""

from uuid import UUID

from nebe.core.mail.links import link_issue, link_url
from nebe.core.mail.outbox import mail_send

from ..models import Subscriber

OWN, CONFIRM = "newsletter", "newsletter-yes"
LIST = "newsletter"
CONFIRM_DAYS, OWN_DAYS = 7, 180


def own_url(reader: Subscriber) -> str:
    """A new link to the subscriber's own page."""
    return _url(OWN, reader.pk, OWN_DAYS, reader.language)


def confirm_send(reader: Subscriber, *, once: str) -> None:
    mail_send(
        template="newsroom/mail/newsletter_confirm",
        context={"url": _url(CONFIRM, reader.pk, CONFIRM_DAYS, reader.language)},
        person_or_user=reader,
        once=f"newsletter-yes:{reader.pk}:{once}",
    )


def known_send(reader: Subscriber, *, once: str) -> None:
    """To who asked again, and to who lost the link."""
    mail_send(
        template="newsroom/mail/newsletter_known",
        context={"url": own_url(reader)},
        person_or_user=reader,
        once=f"newsletter-known:{reader.pk}:{once}",
    )


def _url(purpose: str, target: UUID, days: int, language: str) -> str:
    token = link_issue(purpose=purpose, target=target, days=days)
    return link_url(purpose=purpose, token=token, language=language)

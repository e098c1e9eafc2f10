"""Asking an expert: the network's press office is told, and passes it on."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from nebe.core.mail.addresses import absolute
from nebe.core.mail.outbox import mail_send
from nebe.core.people.models import Organisation
from nebe.core.people.persons import email_index
from nebe.core.privacy.audit import audit

from .models import ExpertMessage


@dataclass
class PressOffice:
    """To whom the mail goes; sealed with the key of the message."""

    pk: UUID
    email: str
    language: str


def press_email() -> str:
    """`NEBE_PRESS_EMAIL`, else the address of the network's office; empty without both."""
    if settings.PRESS_EMAIL:
        return settings.PRESS_EMAIL
    office = Organisation.objects.filter(is_network=True).first()
    return office.email if office else ""


def expert_ask(
    *,
    key: UUID,
    once: str,
    name: str,
    medium: str,
    email: str,
    phone: str,
    text: str,
    answer_by: date | None,
    language: str,
) -> None:
    """Keep the message and tell the press office; the same form sent again does nothing."""
    message = ExpertMessage(
        key=key,
        once=once,
        name=name,
        medium=medium,
        email=email,
        email_index=email_index(email),
        phone=phone,
        text=text,
        answer_by=answer_by,
        language=language,
    )
    try:
        with transaction.atomic():
            message.save(force_insert=True)
            tell_office(message)
    except IntegrityError:
        if not ExpertMessage.objects.filter(once=once).exists():
            raise


def tell_office(message: ExpertMessage) -> None:
    office = PressOffice(message.pk, press_email(), settings.LANGUAGE_CODE)
    url = absolute("newsroom_staff:expert_messages", language=office.language)
    mail_send(
        template="newsroom/mail/expert_asked",
        context={"url": url, "answer_by": message.answer_by},
        person_or_user=office,
        once=f"newsroom.expert_asked:{message.pk}",
    )


def messages_to_experts() -> QuerySet[ExpertMessage]:
    return ExpertMessage.objects.order_by("answered_at", "-created_at")


def messages_waiting() -> int:
    return ExpertMessage.objects.filter(answered_at=None).count()


@transaction.atomic
def message_answered(*, message: ExpertMessage, actor: Any) -> None:
    now = timezone.now()
    if ExpertMessage.objects.filter(pk=message.pk, answered_at=None).update(answered_at=now):
        audit(action="expert.answered", actor=actor, row=message)

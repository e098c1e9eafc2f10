"""Who gets newsletters: asked for by a form, confirmed by a mailed button, left by another."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from nebe.core.mail.links import LinkUnknown
from nebe.core.people.persons import email_index, email_indexes
from nebe.core.privacy.audit import audit
from nebe.core.privacy.consent import consent_give, consent_withdraw
from nebe.core.privacy.erasure import person_erase
from nebe.core.privacy.purposes import purposes

from ..models import Newsletter, NewsletterRecipient, Subscriber, Topic
from . import mails

PURPOSE = "newsroom.newsletter"
Status = Subscriber.Status


@transaction.atomic
def subscribe(*, email: str, language: str, topics: Collection[Topic], once: str) -> None:
    """Mail a button to whoever typed this address; who has pressed one gets a link to change.

    Nothing of an active subscription is changed: the form proves nothing. Nobody sees by the
    answer whether the address was known.
    """
    reader, is_new = _reader_made(email, language)
    if not is_new and reader.status == Status.ACTIVE:
        mails.known_send(reader, once=once)
        return
    reader.language = language
    reader.save(update_fields=["language"])
    reader.topics.set(topics)
    mails.confirm_send(reader, once=once)


def _reader_made(email: str, language: str) -> tuple[Subscriber, bool]:
    known = Subscriber.objects.filter(email_index__in=email_indexes(email))
    if reader := known.first():
        return reader, False
    try:
        with transaction.atomic():
            made = Subscriber.objects.create(
                email=email.strip(), email_index=email_index(email), language=language
            )
            return made, True
    except IntegrityError:  # another request made it at the same moment
        return known.get(), False


@transaction.atomic
def confirm(*, reader: Subscriber, actor: Any) -> None:
    """The owner of the address said yes. Twice is the same as once."""
    changed = Subscriber.objects.filter(pk=reader.pk).exclude(status=Status.ACTIVE)
    if not changed.update(status=Status.ACTIVE, confirmed_at=timezone.now(), left_at=None):
        return
    consent_give(
        person_id=reader.pk,
        purpose=PURPOSE,
        text_version=purposes[PURPOSE].version,
        language=reader.language,
        actor=actor,
    )
    audit(action="newsletter.subscribe", actor=actor, row=reader)


@transaction.atomic
def change(*, reader: Subscriber, language: str, topics: Collection[Topic], actor: Any) -> None:
    reader.language = language
    reader.save(update_fields=["language"])
    reader.topics.set(topics)
    audit(action="newsletter.change", actor=actor, row=reader)


@transaction.atomic
def leave(*, reader: Subscriber, actor: Any) -> None:
    """No more newsletters. Twice is the same as once."""
    here = Subscriber.objects.filter(pk=reader.pk).exclude(status=Status.LEFT)
    if not here.update(status=Status.LEFT, left_at=timezone.now()):
        return
    last = NewsletterRecipient.objects.filter(subscriber=reader).order_by("-sent_at").first()
    if last:
        Newsletter.objects.filter(pk=last.newsletter_id).update(left=F("left") + 1)
    consent_withdraw(person_id=reader.pk, purpose=PURPOSE, actor=actor)
    audit(action="newsletter.leave", actor=actor, row=reader)


def erase(*, reader: Subscriber, actor: Any) -> None:
    """Leave, and nothing is kept, in no backup either; raises `ErasureHeld`."""
    leave(reader=reader, actor=actor)
    person_erase(person_id=reader.pk, actor=actor)


def reader_of(target: UUID) -> Subscriber:
    """Of a private link; raises `LinkUnknown`."""
    reader = Subscriber.objects.filter(pk=target).first()
    if reader is None:
        raise LinkUnknown
    return reader


def readers_of(topic_id: str | None, *, now: datetime) -> QuerySet[Subscriber]:
    """Who gets a letter about this topic that begins now."""
    readers = Subscriber.objects.filter(status=Status.ACTIVE, confirmed_at__lte=now)
    if topic_id is None:
        return readers
    chosen = Subscriber.topics.through.objects.order_by()
    this = chosen.filter(topic_id=topic_id).values("subscriber")
    return readers.filter(Q(pk__in=this) | ~Q(pk__in=chosen.values("subscriber")))

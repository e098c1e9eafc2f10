"""Consent: one of several legal bases. Withdrawing acts at once and reaches the receivers."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from .audit import audit
from .models import Consent

Hook = Callable[[Consent], None]
_hooks: dict[str, list[Hook]] = defaultdict(list)


def on_withdraw(purpose: str) -> Callable[[Hook], Hook]:
    """Decorator: call this with each withdrawn consent to `purpose`, in the same transaction.

    The hook ends what the consent allowed and tells the receivers (a job, a mail).
    """

    def register(hook: Hook) -> Hook:
        _hooks[purpose].append(hook)
        return hook

    return register


@transaction.atomic
def consent_give(
    *,
    person_id: uuid.UUID,
    purpose: str,
    recipients: Iterable[Any] = (),
    text_version: str,
    language: str = "",
    actor: Any = None,
) -> Consent:
    """Record a yes. The same yes again (purpose, recipients, version) is the same record."""
    names = sorted(str(getattr(one, "pk", one)) for one in recipients)
    for standing in consents_standing(person_id=person_id, purpose=purpose):
        if standing.recipients == names and standing.text_version == text_version:
            return standing
    consent = Consent.objects.create(
        person_id=person_id,
        purpose=purpose,
        recipients=names,
        text_version=text_version,
        language=language or get_language() or "",
        given_at=timezone.now(),
    )
    audit(action="consent.give", actor=actor, row=consent)
    return consent


@transaction.atomic
def consent_withdraw(
    *, person_id: uuid.UUID, purpose: str, recipient: Any = None, actor: Any = None
) -> int:
    """End every standing consent to `purpose` (with `recipient`: to this receiver).

    Returns how many. The hooks run before we return.
    """
    withdrawn = 0
    name = str(getattr(recipient, "pk", recipient))
    for consent in consents_standing(person_id=person_id, purpose=purpose):
        if recipient is not None and name not in consent.recipients:
            continue
        consent.withdrawn_at = timezone.now()
        # Conditional, so that two clicks at once tell the receivers once.
        if not Consent.objects.filter(pk=consent.pk, withdrawn_at=None).update(
            withdrawn_at=consent.withdrawn_at
        ):
            continue
        withdrawn += 1
        audit(action="consent.withdraw", actor=actor, row=consent)
        for hook in _hooks[purpose]:
            hook(consent)
    return withdrawn


def consents_of(*, person_id: uuid.UUID) -> QuerySet[Consent]:
    """Every yes of a person, also those taken back, the newest first."""
    return Consent.objects.filter(person_id=person_id).order_by("-given_at")


def consents_standing(*, person_id: uuid.UUID, purpose: str) -> QuerySet[Consent]:
    return Consent.objects.filter(person_id=person_id, purpose=purpose, withdrawn_at=None)


def consent_stands(*, person_id: uuid.UUID, purpose: str, recipient: Any = None) -> bool:
    """Whether the person agrees now; with `recipient`, to this receiver."""
    standing = consents_standing(person_id=person_id, purpose=purpose)
    if recipient is None:
        return standing.exists()
    name = str(getattr(recipient, "pk", recipient))
    return any(name in consent.recipients for consent in standing)

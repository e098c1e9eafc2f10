"""What the office does with a call: write, publish, withdraw, copy for the next round, delete."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor
from nebe.core.privacy.audit import audit
from nebe.core.texts import normalise
from nebe.core.texts.translated import pick, text_of

from ..known import Known
from ..models import Call, CallDeadline, CallTerm, Role
from ..saving import as_it_stands, save_content

State = Call.State
COPIED = (
    *("title", "summary", "conditions", "programme", "funder"),
    *("currency", "amount_min", "amount_max", "amount_total", "own_share"),
    *("zone", "website", "links", "contact", "contact_email"),
)


@transaction.atomic
def call_save(
    *,
    call: Call | None,
    values: Mapping[str, Any],
    funder: str,
    listed: Mapping[str, Iterable[str]],
    deadlines: Iterable[datetime],
    actor: Actor,
) -> Call:
    """A new draft, or the call with other words; what is published changes at once."""
    is_new = call is None
    call = Call() if call is None else as_it_stands(call)
    for name, value in values.items():
        setattr(call, name, value)
    names = {"en": funder.strip()}
    known = Known(actor).organisation(names=names, role=Role.FUNDING) if funder.strip() else None
    call.funder = known or (call.programme.funder if call.programme else None)
    settle(call)
    save_content(call)
    CallTerm.objects.filter(call=call).delete()
    CallTerm.objects.bulk_create(
        [
            CallTerm(call=call, kind=kind, code=code)
            for kind, codes in listed.items()
            for code in dict.fromkeys(codes)
        ]
    )
    keep_deadlines(call, deadlines)
    audit(action="call.add" if is_new else "call.change", actor=actor, row=call)
    return call


def keep_deadlines(call: Call, moments: Iterable[datetime]) -> None:
    CallDeadline.objects.filter(call=call).delete()
    CallDeadline.objects.bulk_create([CallDeadline(call=call, at=at) for at in moments])


def settle(call: Call) -> None:
    """Its address, which stays, and the words it is found by."""
    if not call.slug:
        words = slugify(str(pick(call.title, "en")))[:60].strip("-") or "call"
        call.slug = f"{words}-{call.pk.hex[:8]}"
    texts = [call.reference, call.funder.name if call.funder else ""]
    named = [call.title, call.summary, call.conditions]
    if call.programme:
        texts.append(call.programme.acronym)
        named.append(call.programme.name)
    texts += [text_of(text) for words in named for text in words.values()]
    call.search_text = f" {normalise.search_text(*dict.fromkeys(filter(None, texts)))} "


@transaction.atomic
def call_publish(*, call: Call, actor: Actor) -> None:
    """Twice is the same as once. The day it was new stays that of the first time."""
    if not call.summary:
        raise NotPossible(_("Write first what is paid for: people read that in the list."))
    waiting = Call.objects.filter(pk=call.pk).exclude(state=State.PUBLISHED)
    if not waiting.update(state=State.PUBLISHED, updated_at=timezone.now()):
        return
    Call.objects.filter(pk=call.pk, published_at=None).update(published_at=timezone.now())
    audit(action="call.publish", actor=actor, row=call)


@transaction.atomic
def call_withdraw(*, call: Call, actor: Actor) -> None:
    if Call.objects.filter(pk=call.pk, state=State.PUBLISHED).update(state=State.WITHDRAWN):
        audit(action="call.withdraw", actor=actor, row=call)


@transaction.atomic
def call_copy(*, call: Call, actor: Actor) -> Call:
    """A draft for the next round: everything but the days and the number."""
    copy = Call(previous=call, **{name: getattr(call, name) for name in COPIED})
    settle(copy)
    copy.save(force_insert=True)
    CallTerm.objects.bulk_create(
        [CallTerm(call=copy, kind=row.kind, code=row.code) for row in call.terms.all()]
    )
    audit(action="call.copy", actor=actor, row=copy)
    return copy


@transaction.atomic
def call_discard(*, call: Call, actor: Actor) -> None:
    """A draft that nobody has seen; what was public once is withdrawn instead."""
    draft = Call.objects.filter(pk=call.pk, state=State.DRAFT, published_at=None)
    if not draft.exists():
        raise NotPossible(_("Only a draft can be deleted. Withdraw the call instead."))
    audit(action="call.discard", actor=actor, row=call)
    draft.delete()

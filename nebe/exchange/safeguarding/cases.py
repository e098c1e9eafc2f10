"""What a signal saw becomes evidence of a case: one open case for each thing."""

from django.db import IntegrityError, transaction
from django_scopes import scopes_disabled

from nebe.core.people.actors import Actor
from nebe.core.people.models import Person
from nebe.core.privacy.audit import audit

from ..models import Match, Need, Offer, SafeguardingCase, Signal
from .rules import Seen

Thing = Offer | Need | Match


def signal_record(
    *, seen: Seen, thing: Thing, person: Person, holds: bool = False
) -> SafeguardingCase | None:
    """Keep it; None where the same signal about the same thing was kept before.

    `holds`: the thing is shown to nobody until the case is closed.
    """
    name = f"{thing._meta.model_name}:{thing.pk}"
    key = f"{seen.code}:{name}"
    with scopes_disabled():
        try:
            with transaction.atomic():
                if Signal.objects.filter(key=key).exists():
                    return None
                case = _case(name, thing, person, holds)
                Signal.objects.create(case=case, code=seen.code, key=key, evidence=seen.evidence)
                audit(
                    action="safeguarding.signal", actor=Actor.system(), row=case, reason=seen.code
                )
        except IntegrityError:  # another job saw it at the same moment
            return None
    return case


def _case(name: str, thing: Thing, person: Person, holds: bool) -> SafeguardingCase:
    open_ones = SafeguardingCase.objects.exclude(status=SafeguardingCase.Status.CLOSED)
    case, is_new = open_ones.get_or_create(
        thing=name,
        defaults={
            str(thing._meta.model_name): thing,
            "organisation_id": _organisation_of(thing),
            "person": person,
            "holds": holds,
        },
    )
    if holds and not is_new:
        open_ones.filter(pk=case.pk).update(holds=True)
    return case


def _organisation_of(thing: Thing):
    if isinstance(thing, Offer):
        return thing.handler_id or thing.controller_id
    return thing.organisation_id

"""What a signal saw becomes evidence of a case: one open case for each thing."""

from collections.abc import Collection
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django_scopes import scopes_disabled

from nebe.core.people.actors import Actor
from nebe.core.people.models import Person
from nebe.core.privacy.audit import audit, audit_many

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


def cases_follow(
    *, organisation: UUID, actor: Actor, offers: Collection = (), needs: Collection = ()
) -> None:
    """Whoever handles an offer or a need now looks into the open cases about it, from the start.

    Not of what a case holds back: that changes hands only when the case is closed.
    """
    about = Q(offer__in=offers) | Q(need__in=needs) | Q(match__need__in=needs)
    with scopes_disabled():
        rows = SafeguardingCase.objects.filter(about, holds=False)
        rows = rows.exclude(status=SafeguardingCase.Status.CLOSED)
        moving = list(rows.exclude(organisation=organisation))
        audit_many(action="safeguarding.pass_on", actor=actor, rows=moving)
        SafeguardingCase.objects.filter(pk__in=[case.pk for case in moving]).update(
            organisation=organisation, status=SafeguardingCase.Status.NEW, taken_by=None
        )


def offers_held_back(offers: Collection) -> set[UUID]:
    """Ids of those that an open case holds back."""
    with scopes_disabled():
        rows = SafeguardingCase.objects.filter(offer__in=offers, holds=True)
        open_ones = rows.exclude(status=SafeguardingCase.Status.CLOSED)
        return {pk for pk in open_ones.values_list("offer", flat=True) if pk}


def _organisation_of(thing: Thing):
    if isinstance(thing, Offer):
        return thing.handler_id or thing.controller_id
    return thing.organisation_id

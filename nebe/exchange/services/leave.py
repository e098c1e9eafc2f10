"""Someone wants to be forgotten: whoever waits for them is told, then everything goes."""

from django.db import transaction
from django.utils import timezone

from nebe.core.people.actors import Actor
from nebe.core.people.models import Person
from nebe.core.privacy.erasure import ErasureHeld, holds_of, person_erase

from ..models import Match, Offer
from ..selectors.matches import asked_by, offers_of
from .matches import match_withdraw
from .offers import offer_withdraw


@transaction.atomic
def person_leave(*, person: Person, actor: Actor) -> None:
    """End what is open, then erase the person; `ErasureHeld` when a legal hold forbids it."""
    if holds := holds_of(person.pk, timezone.localdate()):
        raise ErasureHeld(holds)
    for offer in offers_of(person):
        if offer.status != Offer.Status.WITHDRAWN:
            offer_withdraw(offer=offer, actor=actor)
    for match in asked_by(person):
        if match.status not in Match.ENDED:
            match_withdraw(match=match, actor=actor)
    person_erase(person_id=person.pk, actor=actor)

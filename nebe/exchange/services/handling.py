"""Who handles an offer: the end of what `offer_take_on` begins."""

from django.db import transaction

from nebe.core.people.actors import Actor
from nebe.core.people.models import Organisation
from nebe.core.people.persons import person_undisclose
from nebe.core.privacy.audit import audit

from ..models import Offer
from .errors import NotPossible


@transaction.atomic
def offer_hand_back(*, offer: Offer, organisation: Organisation, actor: Actor) -> None:
    """The organisation no longer handles the offer; with its last one it loses the contact."""
    if not Offer.objects.filter(pk=offer.pk, handler=organisation).update(handler=None):
        raise NotPossible
    others = Offer.objects.filter(person=offer.person_id, handler=organisation)
    if not others.exists():
        person_undisclose(person=offer.person, organisation=organisation, purpose="offer")
    offer.handler = None
    audit(action="offer.hand_back", actor=actor, row=offer)

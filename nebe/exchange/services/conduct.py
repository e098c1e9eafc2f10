"""A helper accepts the code of conduct as it is now."""

from django.db import transaction

from nebe.core.people.actors import Actor
from nebe.core.people.models import Person
from nebe.core.privacy.audit import audit

from ..models import Offer
from ..texts import CODE_OF_CONDUCT_VERSION
from .matching_up import offers_match_later


@transaction.atomic
def conduct_accept(*, person: Person, actor: Actor) -> None:
    """What could not be proposed until then is matched again."""
    before = person.code_of_conduct
    if before == CODE_OF_CONDUCT_VERSION:
        return
    person.code_of_conduct = CODE_OF_CONDUCT_VERSION
    person.save(update_fields=["code_of_conduct"])
    audit(action="person.conduct", actor=actor, row=person, reason=CODE_OF_CONDUCT_VERSION)
    if before:
        live = Offer.objects.filter(person=person, status=Offer.Status.LIVE)
        offers_match_later(live.values_list("pk", flat=True))

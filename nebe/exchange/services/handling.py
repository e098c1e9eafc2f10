"""Who handles an offer, and so sees its helper's contact: taking on and handing back."""

from collections.abc import Collection

from django.db import transaction

from nebe.core.people.actors import Actor
from nebe.core.people.models import Organisation
from nebe.core.people.persons import persons_disclose, persons_undisclose
from nebe.core.privacy.audit import audit_many

from ..models import Offer
from .errors import NotPossible
from .offers import only


def offer_take_on(*, offer: Offer, organisation: Organisation, actor: Actor) -> None:
    """Twice is the same as once."""
    taken = offers_take_on(offers=[offer], organisation=organisation, actor=actor)
    offer.refresh_from_db(fields=["handler"])
    if not taken and offer.handler_id != organisation.pk:
        raise NotPossible


def offer_hand_back(*, offer: Offer, organisation: Organisation, actor: Actor) -> None:
    only(offers_hand_back(offers=[offer], organisation=organisation, actor=actor))


@transaction.atomic
def offers_take_on(
    *, offers: Collection[Offer], organisation: Organisation, actor: Actor
) -> list[Offer]:
    """The organisation handles the offers that nobody does, and sees their helpers' contacts.

    Returns these.
    """
    taken = _pass_on(offers, frm=None, to=organisation)
    persons = {offer.person_id for offer in taken}
    persons_disclose(persons=persons, organisation=organisation, purpose="offer")
    audit_many(action="offer.take_on", actor=actor, rows=taken)
    return taken


@transaction.atomic
def offers_hand_back(
    *, offers: Collection[Offer], organisation: Organisation, actor: Actor
) -> list[Offer]:
    """The organisation no longer handles these offers of its; returns them.

    With the last one of a helper it loses the contact.
    """
    back = _pass_on(offers, frm=organisation, to=None)
    persons = {offer.person_id for offer in back}
    kept = Offer.objects.filter(person__in=persons, handler=organisation)
    lost = persons - set(kept.values_list("person", flat=True))
    persons_undisclose(persons=lost, organisation=organisation, purpose="offer")
    audit_many(action="offer.hand_back", actor=actor, rows=back)
    return back


def _pass_on(
    offers: Collection[Offer], *, frm: Organisation | None, to: Organisation | None
) -> list[Offer]:
    """Those that `frm` still handled go to `to`; they are held until the transaction ends."""
    rows = Offer.objects.select_for_update().filter(pk__in=[offer.pk for offer in offers])
    held = set(rows.filter(handler=frm).order_by("pk").values_list("pk", flat=True))
    Offer.objects.filter(pk__in=held).update(handler=to)
    passed = [offer for offer in offers if offer.pk in held]
    for offer in passed:
        offer.handler = to
    return passed

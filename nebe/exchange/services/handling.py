"""Who handles an offer, and so sees its helper's contact: taking on, handing back and over."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor, StaffActor
from nebe.core.people.models import Membership, Organisation, Role
from nebe.core.people.persons import persons_disclose, persons_undisclose
from nebe.core.privacy.audit import audit, audit_many

from ..models import Offer
from ..safeguarding.cases import cases_follow, offers_held_back
from .joinings import joinings_follow
from .offers import only

HANDLERS = (Role.COORDINATOR, Role.ORGANISATION_ADMIN)


def offer_take_on(*, offer: Offer, organisation: Organisation, actor: Actor) -> None:
    """Twice is the same as once."""
    taken = offers_take_on(offers=[offer], organisation=organisation, actor=actor)
    offer.refresh_from_db(fields=["handler"])
    if not taken and offer.handler_id != organisation.pk:
        raise NotPossible


def offer_hand_back(*, offer: Offer, organisation: Organisation, actor: Actor) -> None:
    only(offers_hand_back(offers=[offer], organisation=organisation, actor=actor))


def organisations_receiving(organisation: Organisation) -> QuerySet[Organisation]:
    """Those to which it may hand offers over: at work here, with somebody who handles offers."""
    members = Membership.objects.filter(role__in=HANDLERS, user__is_active=True)
    active = Organisation.objects.filter(
        status=Organisation.Status.ACTIVE, pk__in=members.values("organisation")
    )
    return active.exclude(pk=organisation.pk).order_by("name")


@transaction.atomic
def offer_hand_over(*, offer: Offer, to: Organisation, reason: str, actor: StaffActor) -> None:
    """Another organisation handles it from now on and sees the contact; the actor's no longer does.

    Twice is the same as once.
    """
    if not reason.strip():
        raise NotPossible(_("Say why, so that others understand it later."))
    if not organisations_receiving(actor.organisation).filter(pk=to.pk).exists():
        raise NotPossible(_("This organisation cannot receive offers."))
    passed = _pass_on([offer], frm=actor.organisation, to=to, handed_over_at=timezone.now())
    if not passed:
        offer.refresh_from_db(fields=["handler"])
        if offer.handler_id == to.pk:
            return
        raise NotPossible
    persons_disclose(persons={offer.person_id}, organisation=to, purpose="offer")
    _contacts_end({offer.person_id}, actor.organisation)
    audit(action="offer.hand_over", actor=actor, row=offer, reason=reason)
    audit(action="offer.receive", actor=Actor(organisation=to), row=offer)
    cases_follow(offers=[offer], organisation=to.pk, actor=actor)


@transaction.atomic
def offer_receive(*, offer: Offer, actor: StaffActor) -> None:
    """Somebody there has seen what was handed over; said twice, it is said once."""
    new = Offer.objects.filter(pk=offer.pk, handler=actor.organisation).exclude(handed_over_at=None)
    if new.update(handed_over_at=None):
        audit(action="offer.seen", actor=actor, row=offer)


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
    if actor.user:  # whoever takes it on sees to it
        through = Offer.assignees.through
        through.objects.bulk_create(
            [through(offer_id=offer.pk, user_id=actor.user.pk) for offer in taken],
            ignore_conflicts=True,
        )
    audit_many(action="offer.take_on", actor=actor, rows=taken)
    cases_follow(offers=taken, organisation=organisation.pk, actor=actor)
    return taken


@transaction.atomic
def offers_hand_back(
    *, offers: Collection[Offer], organisation: Organisation, actor: Actor
) -> list[Offer]:
    """The organisation no longer handles these offers of its; returns them.

    With the last one of a helper it loses the contact.
    """
    back = _pass_on(offers, frm=organisation, to=None)
    _contacts_end({offer.person_id for offer in back}, organisation)
    audit_many(action="offer.hand_back", actor=actor, rows=back)
    for controller in {offer.controller_id for offer in back}:
        theirs = [offer for offer in back if offer.controller_id == controller]
        cases_follow(offers=theirs, organisation=controller, actor=actor)
    return back


def _contacts_end(persons: set, organisation: Organisation) -> None:
    kept = Offer.objects.filter(person__in=persons, handler=organisation)
    lost = persons - set(kept.values_list("person", flat=True))
    persons_undisclose(persons=lost, organisation=organisation, purpose="offer")


def _pass_on(
    offers: Collection[Offer],
    *,
    frm: Organisation | None,
    to: Organisation | None,
    handed_over_at=None,
) -> list[Offer]:
    """Those that `frm` still handled go to `to`; they are held until the transaction ends.

    Not those that a case of safeguarding holds back.
    """
    ids = [offer.pk for offer in offers]
    rows = Offer.objects.select_for_update().filter(pk__in=ids)
    held = set(rows.filter(handler=frm).order_by("pk").values_list("pk", flat=True))
    held -= offers_held_back(ids)
    Offer.objects.filter(pk__in=held).update(
        handler=to, handed_over_at=handed_over_at, follow_up_on=None
    )
    # Colleagues and tags are the organisation's own; so are its notes, which stay with it.
    for marks in (Offer.assignees.through, Offer.tags.through):
        marks.objects.filter(offer__in=held).delete()
    joinings_follow(offers=held)
    passed = [offer for offer in offers if offer.pk in held]
    for offer in passed:
        offer.handler, offer.handed_over_at, offer.follow_up_on = to, handed_over_at, None
    return passed

"""Writes to offers: one function per verb, each move of the status by one conditional UPDATE."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from nebe.core.people.actors import Actor, StaffActor
from nebe.core.people.models import Organisation, Person
from nebe.core.people.persons import person_disclose, person_update
from nebe.core.places.models import Municipality
from nebe.core.privacy.audit import audit

from .. import mails
from ..images import image_add
from ..models import Category, Offer, OfferCategory, OfferPlace, Vetting
from ..search import offer_index
from ..visibility import SETTLED, Visibility, visibility_of
from .errors import NotPossible

Status = Offer.Status


@dataclass(frozen=True)
class OfferDraft:
    """What a helper says of an offer, checked by `OfferForm`."""

    title: str
    text: str
    language: str
    categories: list[Category]
    places: list[Municipality]
    answers: dict = field(default_factory=dict)
    internal_answers: dict = field(default_factory=dict)
    languages: list[str] = field(default_factory=list)
    remote: bool = False
    reach_km: int = 0
    capacity: int = 1
    available_from: date | None = None
    available_until: date | None = None
    contact_hours: str = ""


PLAIN_FIELDS = (
    "title",
    "text",
    "language",
    "answers",
    "internal_answers",
    "languages",
    "remote",
    "reach_km",
    "capacity",
    "available_from",
    "available_until",
    "contact_hours",
)


def offer_submit(
    *,
    draft: OfferDraft,
    person: Person,
    claimed: dict[str, str],
    controller: Organisation,
    once: str,
    images: Iterable[bytes] = (),
    actor: Actor,
) -> Offer:
    """Keep an offer until its helper confirms the e-mail; the same `once` gives the same offer.

    `claimed` holds `name`, `phone` and `code_of_conduct`: they become the person's own only then,
    for until then anybody may have typed the address.
    """
    if known := Offer.objects.filter(once=once).first():
        return known
    try:
        with transaction.atomic():
            offer = Offer(person=person, controller=controller, once=once, claimed=claimed)
            offer_write(offer, draft)
            for image in images:
                image_add(offer=offer, image=image)
            audit(action="offer.submit", actor=actor, row=offer)
            mails.offer_confirm_send(offer)
    except IntegrityError:
        return Offer.objects.get(once=once)
    return offer


def offer_write(offer: Offer, draft: OfferDraft) -> None:
    """Save what the draft says; the status and who may see it are the caller's."""
    for name in PLAIN_FIELDS:
        setattr(offer, name, getattr(draft, name))
    offer.save()
    offer.categories.set(draft.categories)
    places = {place.pk for place in draft.places}
    offer.places.exclude(municipality__in=places).delete()
    known = set(offer.places.values_list("municipality_id", flat=True))
    OfferPlace.objects.bulk_create(
        OfferPlace(offer=offer, municipality_id=code) for code in places - known
    )


@transaction.atomic
def offer_update(
    *,
    offer: Offer,
    draft: OfferDraft,
    images: Iterable[bytes] = (),
    remove: Collection[str] = (),
    actor: Actor,
) -> Visibility:
    """Change what an offer says; a new kind of help that needs vetting waits for it.

    `remove` holds the ids of pictures to take away.
    """
    if offer.status in (Status.WITHDRAWN, Status.UNCONFIRMED):
        raise NotPossible
    offer_write(offer, draft)
    for image in offer.images.all():
        if str(image.pk) in remove:
            image.delete()
    for picture in images:
        image_add(offer=offer, image=picture)
    audit(action="offer.update", actor=actor, row=offer)
    return offer_settle(offer=offer)


@transaction.atomic
def offer_confirm(*, offer: Offer, actor: Actor) -> bool:
    """The helper has proved the e-mail. False when that was done before."""
    now = timezone.now()
    if not _move(offer, {Status.UNCONFIRMED}, Status.WAITING, confirmed_at=now):
        return False
    audit(action="offer.confirm", actor=actor, row=offer)
    _claim(offer)
    offer_settle(offer=offer)
    mails.offer_welcome_send(offer)
    return True


def _claim(offer: Offer) -> None:
    """Take over the name, phone and promise that were typed with the offer."""
    claimed = offer.claimed
    if not claimed:
        return
    person = offer.person
    person.code_of_conduct = claimed.get("code_of_conduct") or person.code_of_conduct
    person_update(
        person=person,
        name=claimed.get("name") or None,
        phone=claimed.get("phone") or None,
    )
    Offer.objects.filter(pk=offer.pk).update(claimed="")


def offer_settle(*, offer: Offer, today: date | None = None) -> Visibility:
    """Write down what the rule of visibility says: public categories, and the status it leads to.

    An offer that is not confirmed, paused, used up, hidden or withdrawn keeps that status.
    """
    visibility = visibility_of(offer, today=today)
    kinds = OfferCategory.objects.filter(offer=offer)
    kinds.filter(category__in=visibility.public).update(public=True)
    kinds.exclude(category__in=visibility.public).update(public=False)
    _move(offer, set(SETTLED), visibility.status)
    if visibility.public and offer.status == Status.LIVE and not offer.published_at:
        _move(offer, {Status.LIVE}, Status.LIVE, published_at=timezone.now())
    return visibility


@transaction.atomic
def offer_pause(*, offer: Offer, actor: Actor) -> None:
    _verb(offer, {Status.LIVE, Status.WAITING}, Status.PAUSED, "offer.pause", actor)


@transaction.atomic
def offer_exhaust(*, offer: Offer, actor: Actor) -> None:
    """Nothing is left to give for now."""
    _verb(offer, {Status.LIVE, Status.PAUSED}, Status.EXHAUSTED, "offer.exhaust", actor)


def offer_use_up(*, offer: Offer) -> None:
    """The last place was taken."""
    _move(offer, {Status.LIVE}, Status.EXHAUSTED)


@transaction.atomic
def offer_resume(*, offer: Offer, actor: Actor) -> None:
    """Back to where the rule of visibility puts it; capacity is counted anew."""
    frm = {Status.PAUSED, Status.EXHAUSTED}
    _verb(offer, frm, Status.WAITING, "offer.resume", actor, taken=0)
    offer_settle(offer=offer)


@transaction.atomic
def offer_hide(*, offer: Offer, reason: str, actor: Actor) -> None:
    """A coordinator takes an offer away from everyone until it is shown again."""
    frm = {Status.LIVE, Status.WAITING, Status.PAUSED, Status.EXHAUSTED, Status.REFUSED}
    _verb(offer, frm, Status.HIDDEN, "offer.hide", actor, reason=reason)


@transaction.atomic
def offer_show(*, offer: Offer, reason: str = "", actor: Actor) -> None:
    _verb(offer, {Status.HIDDEN}, Status.WAITING, "offer.show", actor, reason=reason)
    offer_settle(offer=offer)


@transaction.atomic
def offer_withdraw(*, offer: Offer, actor: Actor) -> None:
    """The helper takes the offer back for good; whoever asked is told."""
    from .matches import matches_close

    frm = set(Status) - {Status.WITHDRAWN}
    _verb(offer, frm, Status.WITHDRAWN, "offer.withdraw", actor)
    OfferCategory.objects.filter(offer=offer).update(public=False)
    matches_close(offer=offer, actor=actor)


@transaction.atomic
def offer_take_on(*, offer: Offer, organisation: Organisation, actor: Actor) -> None:
    """An organisation handles the offer from now on, and so sees the helper's contact."""
    taken = Offer.objects.filter(pk=offer.pk, handler=None).update(handler=organisation)
    offer.refresh_from_db(fields=["handler"])
    if not taken and offer.handler_id != organisation.pk:
        raise NotPossible
    if taken:
        person_disclose(person=offer.person, organisation=organisation, purpose="offer")
        audit(action="offer.take_on", actor=actor, row=offer)


@transaction.atomic
def vetting_record(
    *,
    offer: Offer,
    category: Category,
    accepted: bool,
    grounds: str,
    licence_checked: bool = False,
    valid_until: date | None = None,
    actor: StaffActor,
) -> Vetting:
    """One yes or no of the actor's organisation on one category of an offer, with its grounds."""
    if not grounds.strip():
        raise ValueError("a vetting needs its grounds")
    if not offer.kinds.filter(category=category).exists():
        raise ValueError(f"{offer} does not offer {category}")
    vetting = Vetting.objects.create(
        offer=offer,
        category=category,
        organisation=actor.organisation,
        by=actor.user,
        accepted=accepted,
        grounds=grounds,
        licence_checked=licence_checked,
        valid_until=valid_until,
    )
    audit(action="offer.vet", actor=actor, row=offer)
    before = offer.status
    visibility = offer_settle(offer=offer)
    if before != Status.UNCONFIRMED:
        mails.offer_vetted_send(
            offer, category=category, vetting=vetting, public=category.pk in visibility.public
        )
    return vetting


@transaction.atomic
def vetting_withdraw(*, vetting: Vetting, actor: Actor) -> None:
    """Take a recorded answer back; the category waits again."""
    now = timezone.now()
    if Vetting.objects.filter(pk=vetting.pk, withdrawn_at=None).update(withdrawn_at=now):
        audit(action="offer.vetting_withdraw", actor=actor, row=vetting.offer)
        offer_settle(offer=vetting.offer)


def _verb(offer, frm, to, action, actor, *, reason="", **changes) -> None:
    if not _move(offer, frm, to, **changes):
        raise NotPossible
    audit(action=action, actor=actor, row=offer, reason=reason)


def _move(offer: Offer, frm: set[str], to: str, **changes) -> bool:
    """Change the status only if it still is one of `frm`; the index of the search follows."""
    changes |= {"status": to, "updated_at": timezone.now()}
    moved = Offer.objects.filter(pk=offer.pk, status__in=frm).update(**changes)
    offer.refresh_from_db(fields=list(changes))
    if moved:
        offer_index(offer.pk)
    return bool(moved)

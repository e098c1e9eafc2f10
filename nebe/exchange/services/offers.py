"""Writes to offers: one function per verb; a status moves only from where it still stands."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor, StaffActor
from nebe.core.people.models import Organisation, Person
from nebe.core.people.persons import person_update
from nebe.core.privacy.audit import audit, audit_many

from .. import mails
from ..images import image_add
from ..models import Category, Offer, OfferCategory, Vetting
from ..safeguarding.tasks import offer_watch_job
from ..safeguarding.watch import offer_is_held, offers_with_known_contact
from ..search import offers_reindex
from ..selectors.bans import is_restricted, offers_held
from ..statistics.tally import offers_count
from ..vetted import Vetted, fingerprint, vetted_parts
from ..visibility import SETTLED, Visibility, visibilities_of
from .drafts import OfferDraft, offer_write
from .matching_up import offers_match_later
from .quantities import ALL_TAKEN, is_used_up, offer_recount

Status = Offer.Status


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


@transaction.atomic
def offer_update(
    *,
    offer: Offer,
    draft: OfferDraft,
    images: Iterable[bytes] = (),
    remove: Collection[str] = (),
    actor: Actor,
) -> Visibility:
    """Change what an offer says; a kind of help that needs vetting waits for it, or waits again
    when this changes what an organisation said yes to.

    `remove` holds the ids of pictures to take away.
    """
    if offer.status in (Status.WITHDRAWN, Status.UNCONFIRMED):
        raise NotPossible
    vetted = Vetted([offer])
    offer_write(offer, draft)
    for image in offer.images.all():
        if str(image.pk) in remove:
            image.delete()
    for picture in images:
        image_add(offer=offer, image=picture)
    audit(action="offer.update", actor=actor, row=offer)
    lapsed = vetted.lapse()
    if not is_used_up(offer.pk):
        offer_free_again(offer=offer)
    visibility = offer_settle(offer=offer)
    if is_used_up(offer.pk):
        offer_use_up(offer=offer)
    mails.offers_wait_again_send(lapsed, {offer.pk: visibility.waiting})
    offer_watch_job.enqueue(offer.pk, once=str(offer.pk))
    return visibility


@transaction.atomic
def offer_confirm(*, offer: Offer, actor: Actor) -> bool:
    """The helper has proved the e-mail. False when that was done before."""
    now = timezone.now()
    if not _move([offer], {Status.UNCONFIRMED}, Status.WAITING, confirmed_at=now):
        return False
    offers_count([offer])
    audit(action="offer.confirm", actor=actor, row=offer)
    _claim(offer)
    if offer_is_held(offer):
        _hold([offer], actor)
    else:
        offer_settle(offer=offer)
        offer_watch_job.enqueue(offer.pk)
    mails.offer_welcome_send(offer)
    return True


def _hold(offers: Collection[Offer], actor: Actor) -> None:
    _verb(offers, {Status.WAITING, Status.LIVE}, Status.HIDDEN, "offer.hold", actor)


def offers_hold(*, offers: Collection[Offer], actor: Actor) -> None:
    """Of many offers those with a contact of someone banned wait for who looks into it."""
    if known := offers_with_known_contact(offers):
        with transaction.atomic():
            _hold([one for one in offers if one.pk in known and offer_is_held(one)], actor)


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
    return offers_settle(offers=[offer], today=today)[offer.pk]


@transaction.atomic
def offers_settle(
    *, offers: Collection[Offer], today: date | None = None
) -> dict[UUID, Visibility]:
    """Write down what the rule of visibility says: public categories, and the status it leads to.

    An offer that is not confirmed, paused, used up, hidden or withdrawn keeps that status. Many
    offers take as many statements as one.
    """
    free = _held(offers, SETTLED)
    seen = visibilities_of(offers, today=today)
    not_live = [one.pk for one in free if one.status != Status.LIVE]
    risen = {pk for pk in not_live if seen[pk].status == Status.LIVE}
    published = _kinds_publish(seen)
    for status in SETTLED:
        _write([offer for offer in free if seen[offer.pk].status == status], status=status)
    shown = [offer for offer in free if seen[offer.pk].public and not offer.published_at]
    _write(shown, published_at=timezone.now())
    offers_reindex(seen)
    offers_match_later(risen | published)
    return seen


def _kinds_publish(seen: dict[UUID, Visibility]) -> set[UUID]:
    """Returns the offers of which everyone may see more."""
    wrong: dict[bool, list[int]] = {True: [], False: []}
    published = set()
    kinds = OfferCategory.objects.filter(offer__in=list(seen))
    for pk, offer, category, was in kinds.values_list("pk", "offer", "category", "public"):
        public = category in seen[offer].public
        if public != was:
            wrong[public].append(pk)
            if public:
                published.add(offer)
    for public, pks in wrong.items():
        if pks:
            kinds.filter(pk__in=pks).update(public=public)
    return published


@transaction.atomic
def offer_pause(*, offer: Offer, actor: Actor) -> None:
    only(_verb([offer], {Status.LIVE, Status.WAITING}, Status.PAUSED, "offer.pause", actor))


@transaction.atomic
def offer_exhaust(*, offer: Offer, actor: Actor) -> None:
    """Nothing is left to give for now."""
    frm = {Status.LIVE, Status.PAUSED}
    only(_verb([offer], frm, Status.EXHAUSTED, "offer.exhaust", actor))


@transaction.atomic
def offer_use_up(*, offer: Offer) -> None:
    """The last place was taken."""
    _move([offer], {Status.LIVE}, Status.EXHAUSTED)


@transaction.atomic
def offer_free_again(*, offer: Offer) -> None:
    """Places were given back: an offer that was used up is there again."""
    if _move([offer], {Status.EXHAUSTED}, Status.WAITING):
        offer_settle(offer=offer)


@transaction.atomic
def offer_resume(*, offer: Offer, actor: Actor) -> None:
    """Back to where the rule of visibility puts it.

    Of one that was used up, what was given already counts no more; what was promised and not yet
    given stays taken. Raises where that is all there is. A pause says nothing about places.
    """
    frm = {Status.PAUSED, Status.EXHAUSTED}
    now = timezone.now()
    was_used_up = Offer.objects.filter(pk=offer.pk, status=Status.EXHAUSTED).exists()
    only(_verb([offer], frm, Status.WAITING, "offer.resume", actor, still_true_at=now))
    if was_used_up:
        offer_recount(offer)
        if is_used_up(offer.pk):
            raise NotPossible(ALL_TAKEN)
    offer_settle(offer=offer)


@transaction.atomic
def offers_fall_silent(*, offers: Collection[Offer], actor: Actor) -> list[Offer]:
    """Nobody answered whether they are still true: they are paused until somebody does."""
    return _verb(offers, {Status.LIVE}, Status.PAUSED, "offer.silent", actor)


@transaction.atomic
def offer_still_true(*, offer: Offer, was_silent: bool, actor: Actor) -> None:
    """The helper says yes; what was paused for silence is there again, with what is taken."""
    Offer.objects.filter(pk=offer.pk).update(still_true_at=timezone.now())
    if was_silent and _move([offer], {Status.PAUSED}, Status.WAITING):
        offer_settle(offer=offer)
    audit(action="offer.still_true", actor=actor, row=offer)


def offer_hide(*, offer: Offer, reason: str, actor: Actor) -> None:
    only(offers_hide(offers=[offer], reason=reason, actor=actor))


@transaction.atomic
def offers_hide(*, offers: Collection[Offer], reason: str, actor: Actor) -> list[Offer]:
    """A coordinator takes offers away from everyone until they are shown again.

    Returns those whose status allowed it.
    """
    frm = {Status.LIVE, Status.WAITING, Status.PAUSED, Status.EXHAUSTED, Status.REFUSED}
    return _verb(offers, frm, Status.HIDDEN, "offer.hide", actor, reason=reason)


def offer_show(*, offer: Offer, reason: str = "", actor: Actor) -> None:
    if offers_held([offer]):
        raise NotPossible(_("It is held back. Ask the admin of your organisation."))
    only(offers_show(offers=[offer], reason=reason, actor=actor))


@transaction.atomic
def offers_show(*, offers: Collection[Offer], reason: str = "", actor: Actor) -> list[Offer]:
    """Hidden offers come back to where the rule of visibility puts them; returns these.

    Not those of someone banned, and not those that a case of safeguarding holds.
    """
    held = offers_held(offers)
    offers = [offer for offer in offers if offer.pk not in held]
    shown = _verb(offers, {Status.HIDDEN}, Status.WAITING, "offer.show", actor, reason=reason)
    offers_settle(offers=shown)
    return shown


@transaction.atomic
def offer_withdraw(*, offer: Offer, actor: Actor) -> None:
    """The helper takes the offer back for good; whoever asked is told."""
    from .matches import matches_close

    frm = set(Status) - {Status.WITHDRAWN}
    only(_verb([offer], frm, Status.WITHDRAWN, "offer.withdraw", actor))
    OfferCategory.objects.filter(offer=offer).update(public=False)
    matches_close(offer=offer, actor=actor)


@transaction.atomic
def vetting_record(
    *,
    offer: Offer,
    category: Category,
    accepted: bool,
    grounds: str,
    licence_checked: bool = False,
    facts: dict[str, str] | None = None,
    valid_until: date | None = None,
    seen: str | None = None,
    actor: StaffActor,
) -> Vetting:
    """One yes or no of the actor's organisation on one category of an offer, with its grounds.

    `facts`: what was seen when, code of `checks.CHECKS` → ISO date; a yes needs all that the
    category asks for. The same answer sent twice is recorded once. `seen` is the fingerprint of
    the offer that was shown: raises `NotPossible` when it was changed since.
    """
    if not grounds.strip():
        raise ValueError("a vetting needs its grounds")
    if not offer.kinds.filter(category=category).exists():
        raise ValueError(f"{offer} does not offer {category}")
    if accepted and is_restricted(offer.person):
        raise NotPossible(_("This person may not offer help that needs vetting."))
    if accepted and set(category.checks) - set(facts or {}):
        raise NotPossible(_("A yes needs everything on the list of this kind of help."))
    [held] = vetted_parts([offer.pk], hold=True).values()
    answer = {
        "organisation": actor.organisation,
        "by": actor.user,
        "accepted": accepted,
        "grounds": grounds,
        "licence_checked": licence_checked,
        "facts": facts or {},
        "valid_until": valid_until,
    }
    earlier = offer.vettings.filter(category=category)
    if (last := earlier.order_by("-at", "-pk").first()) and _is_answer(last, answer):
        return last
    if seen is not None and seen != fingerprint(held):
        raise NotPossible(_("The offer was changed while you looked at it. Please look again."))
    earlier.exclude(given_for="").update(given_for="")
    vetting = Vetting.objects.create(offer=offer, category=category, **answer)
    audit(action="offer.vet", actor=actor, row=offer)
    before = offer.status
    visibility = offer_settle(offer=offer)
    if before != Status.UNCONFIRMED:
        mails.offer_vetted_send(
            offer, category=category, vetting=vetting, public=category.pk in visibility.public
        )
    return vetting


def _is_answer(vetting: Vetting, answer: dict) -> bool:
    stands = vetting.withdrawn_at is None and vetting.outdated_at is None
    return stands and all(getattr(vetting, name) == value for name, value in answer.items())


@transaction.atomic
def vetting_withdraw(*, vetting: Vetting, actor: Actor) -> None:
    """Take a recorded answer back; the category waits again."""
    now = timezone.now()
    if Vetting.objects.filter(pk=vetting.pk, withdrawn_at=None).update(withdrawn_at=now):
        audit(action="offer.vetting_withdraw", actor=actor, row=vetting.offer)
        offer_settle(offer=vetting.offer)


def only(changed: list[Offer]) -> None:
    """For a verb done to one offer: it was possible, or `NotPossible`."""
    if not changed:
        raise NotPossible


def _verb(offers, frm, to, action, actor, *, reason="", **changes) -> list[Offer]:
    moved = _move(offers, frm, to, **changes)
    audit_many(action=action, actor=actor, rows=moved, reason=reason)
    return moved


def _move(offers: Collection[Offer], frm: set[str], to: str, **changes) -> list[Offer]:
    """Change the status of those that still are one of `frm`; the index of the search follows."""
    moved = _held(offers, frm)
    _write(moved, status=to, **changes)
    offers_reindex([offer.pk for offer in moved])
    return moved


def _held(offers: Collection[Offer], frm: Collection[str]) -> list[Offer]:
    """Those whose status still is one of `frm`, held until the transaction ends.

    In one order, so that no two transactions wait for each other.
    """
    rows = Offer.objects.select_for_update().filter(pk__in=[offer.pk for offer in offers])
    statuses = dict(rows.order_by("pk").values_list("pk", "status"))
    for offer in offers:
        offer.status = statuses.get(offer.pk, offer.status)
    return [offer for offer in offers if statuses.get(offer.pk) in frm]


def _write(offers: list[Offer], **changes) -> None:
    """Set the same values in offers that are held, and in their rows."""
    if not offers:
        return
    changes |= {"updated_at": timezone.now()}
    Offer.objects.filter(pk__in=[offer.pk for offer in offers]).update(**changes)
    for offer in offers:
        for name, value in changes.items():
            setattr(offer, name, value)

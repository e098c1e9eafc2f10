"""Units of offers taken and given back, each by one conditional UPDATE: nothing is oversold."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import F, IntegerField, Q, Sum, Value
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import scopes_disabled

from nebe.core.errors import NotPossible

from ..models import Match, Need, Offer, OfferCategory, Question

NeedStatus = Need.Status
PROMISED = Q(status__in=Match.PROMISED)
# Nobody may come to an agreement any more.
STOPPED = (Offer.Status.HIDDEN, Offer.Status.REFUSED, Offer.Status.WITHDRAWN)
ALL_TAKEN = _("All places of this offer are taken. The helper can add places to the offer.")
OVER = (NeedStatus.WITHDRAWN, NeedStatus.EXPIRED, NeedStatus.HELD, NeedStatus.UNCONFIRMED)


def units_take(match: Match) -> None:
    """The units of a match, from the offer and towards the need. Raises when too few are left.

    To be called in a transaction: when one side has too few, nothing of the other may stay.
    """
    if Offer.objects.filter(pk=match.offer_id, status__in=STOPPED).exists():
        raise NotPossible
    if Need.objects.filter(pk=match.need_id, status__in=OVER).exists():
        raise NotPossible
    need = Need.objects.filter(pk=match.need_id, found__lte=F("quantity") - match.units)
    if not need.exclude(status__in=OVER).update(found=F("found") + match.units):
        raise NotPossible(_("Enough help was found for this already."))
    _offer_take(match)
    met = Need.objects.filter(pk=match.need_id, status=NeedStatus.OPEN, found__gte=F("quantity"))
    met.update(status=NeedStatus.MET, closed_at=timezone.now())
    if is_used_up(match.offer_id):
        from .offers import offer_use_up

        offer_use_up(offer=match.offer)


def _offer_take(match: Match) -> None:
    _hold([match.offer_id])
    apart = _kind_of(match).exclude(capacity=None).exists()
    rows = _kind_of(match) if apart else Offer.objects.filter(pk=match.offer_id)
    if not rows.filter(taken__lte=F("capacity") - match.units).update(
        taken=F("taken") + match.units
    ):
        raise NotPossible(ALL_TAKEN)
    Match.objects.filter(pk=match.pk).update(counted_apart=apart)


def _hold(offers: Collection) -> None:
    """Until the transaction ends no other moves units between the numbers of these offers."""
    rows = Offer.objects.select_for_update().filter(pk__in=offers).order_by("pk")
    list(rows.values_list("pk"))


def units_give_back(match: Match) -> None:
    """What was agreed came to nothing: the places are free, and the need is open again."""
    # The need first, as it is taken: two at once never wait for each other.
    need_give_back(match)
    offer_give_back(match)


def need_give_back(match: Match) -> None:
    need = Need.objects.filter(pk=match.need_id, found__gte=match.units)
    need.update(found=F("found") - match.units)
    again = Need.objects.filter(pk=match.need_id, status=NeedStatus.MET, found__lt=F("quantity"))
    again.update(status=NeedStatus.OPEN, closed_at=None)


def offer_give_back(match: Match) -> None:
    """To the number that they were taken from; where that kind of help is gone, to none."""
    from .offers import offer_free_again

    _hold([match.offer_id])
    match.refresh_from_db(fields=["counted_apart"])
    rows = _kind_of(match) if match.counted_apart else Offer.objects.filter(pk=match.offer_id)
    rows.filter(taken__gte=match.units).update(taken=F("taken") - match.units)
    offer_free_again(offer=match.offer)


@transaction.atomic
def kinds_count(offers: Collection[Offer]) -> None:
    """Write down how many beds, seats or pieces each kind of help has, by its helper's answer.

    Where nothing is answered, or 0 as by a driver who carries things only, the offer's own number
    counts. What is taken moves along.
    """
    by_id = {offer.pk: offer for offer in offers}
    _hold(by_id)
    asked = dict(Question.objects.filter(counts=True, active=True).values_list("category", "key"))
    changed, began, ended = [], [], []
    for kind in OfferCategory.objects.filter(offer__in=by_id):
        answers = by_id[kind.offer_id].answers or {}
        key = asked.get(kind.category_id)
        capacity = (answers.get(f"{kind.category_id}.{key}") or None) if key else None
        if kind.capacity == capacity:
            continue
        if kind.capacity is None:
            began.append(kind.offer_id)
        elif capacity is None:
            ended.append(kind)
        kind.capacity = capacity
        changed.append(kind)
    OfferCategory.objects.bulk_update(changed, ["capacity"])
    _kinds_end(ended)
    _matches_follow(by_id)
    if began:
        units_recount(began)


def _kinds_end(kinds: Collection[OfferCategory]) -> None:
    """What was given already stays taken, from the offer's own number now; what was promised
    follows by its matches."""
    promised = _promised({kind.offer_id for kind in kinds}, counted_apart=True)
    for kind in kinds:
        given = kind.taken - promised.get((kind.offer_id, kind.category_id), 0)
        if given > 0:
            Offer.objects.filter(pk=kind.offer_id).update(taken=F("taken") + given)
        OfferCategory.objects.filter(pk=kind.pk).update(taken=0)


def _matches_follow(offers: Collection) -> None:
    """What was promised is taken from the number that counts for its kind of help now.

    A kind of help that is no longer offered leaves it where it was taken from.
    """
    kinds = OfferCategory.objects.filter(offer__in=offers)
    counted = {
        (offer, category): capacity is not None
        for offer, category, capacity in kinds.values_list("offer", "category", "capacity")
    }
    for was_apart in (True, False):
        for (offer, category), units in _promised(offers, counted_apart=was_apart).items():
            if counted.get((offer, category), was_apart) != was_apart:
                _pair_moves(offer, category, units, apart=not was_apart)


def _pair_moves(offer, category: str, units: int, *, apart: bool) -> None:
    left = Greatest(F("taken") - units, Value(0), output_field=IntegerField())
    Offer.objects.filter(pk=offer).update(taken=left if apart else F("taken") + units)
    with scopes_disabled():
        matches = Match.objects.filter(PROMISED, offer=offer, need__category=category)
        matches.update(counted_apart=apart)


def _promised(offers: Collection, **conditions) -> dict[tuple, int]:
    """(offer, category) → units promised and not yet given."""
    with scopes_disabled():
        rows = Match.objects.filter(PROMISED, offer__in=offers, **conditions)
        sums = rows.values_list("offer", "need__category").annotate(Sum("units"))
        return {(offer, category): units for offer, category, units in sums}


@transaction.atomic
def units_recount(offers: Collection) -> None:
    """Kinds that are counted apart: taken is what was promised and not yet given."""
    counted = OfferCategory.objects.filter(offer__in=offers).exclude(capacity=None)
    # Held before the promises are read, so that none is made in between and lost.
    kinds = list(counted.select_for_update().order_by("pk"))
    sums = _promised(offers)
    changed = []
    for kind in kinds:
        taken = sums.get((kind.offer_id, kind.category_id), 0)
        if kind.taken != taken:
            kind.taken = taken
            changed.append(kind)
    OfferCategory.objects.bulk_update(changed, ["taken"])


@transaction.atomic
def offer_recount(offer: Offer) -> None:
    """The helper begins anew: taken is what was promised and not yet given, wherever it counts."""
    _hold([offer.pk])
    own = sum(_promised([offer.pk], counted_apart=False).values())
    Offer.objects.filter(pk=offer.pk).update(taken=own)
    units_recount([offer.pk])


def is_used_up(offer_id) -> bool:
    """Nothing is left: neither of the offer's own number nor of any kind that is counted apart."""
    kinds = OfferCategory.objects.filter(offer=offer_id)
    if kinds.filter(capacity__gt=F("taken")).exists():
        return False
    if not kinds.filter(capacity=None).exists():
        return True
    return Offer.objects.filter(pk=offer_id, taken__gte=F("capacity")).exists()


def units_left(kind: OfferCategory) -> int:
    """How much of this kind of help the offer still has; `kind.offer` is read."""
    if kind.capacity is None:
        return max(0, kind.offer.capacity - kind.offer.taken)
    return max(0, kind.capacity - kind.taken)


def units_for(need: Need, offer: Offer) -> int:
    """How much of the need this offer is to meet: all that is missing, or a part where the kind
    of help may be divided. 0 where that is more than the offer has."""
    kind = offer.kinds.select_related("offer", "category").filter(category=need.category_id).first()
    left = units_left(kind) if kind else 0
    if kind and kind.category.divisible:
        return min(left, need.missing)
    return need.missing if need.missing <= left else 0


HAS_UNITS = Q(capacity__gt=F("taken")) | Q(
    capacity=None, offer__capacity__gt=F("offer__taken")
)  # of `OfferCategory`


def _kind_of(match: Match):
    return OfferCategory.objects.filter(offer=match.offer_id, category=match.need.category_id)

"""Needs and offers matched as they arrive: proposals that only coordinators see, nobody is told."""

from collections.abc import Collection, Iterable
from contextlib import suppress
from uuid import UUID

from django.db.models import Count, Q
from django_scopes import scopes_disabled

from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor

from ..models import Match, Need, Offer, OfferCategory
from .proposals import match_propose

AT_MOST = 5  # proposals of a need that nothing came of yet
OPEN = Q(status=Need.Status.OPEN, seeks=True)


def need_match_up(*, need: Need) -> list[Match]:
    """Propose the best offers for a need that is open and looked for."""
    from ..selectors.suggestions import suggestions_for_need

    room = AT_MOST - _proposed([need.pk]).get(need.pk, 0)
    if need.status != Need.Status.OPEN or not need.seeks or not need.missing or room <= 0:
        return []
    best = suggestions_for_need(need, Actor.system(), limit=room).cards
    offers = Offer.objects.in_bulk([one.offer_id for one in best])
    pairs = [(need, offers[one.offer_id], one.units) for one in best if one.offer_id in offers]
    return _propose(pairs)


def offer_match_up(*, offer: Offer) -> list[Match]:
    """Propose an offer for the needs that it serves best, unless they have proposals enough."""
    from ..selectors.suggestions import suggestions_for_offer

    best = suggestions_for_offer(offer, Actor.system(), limit=4 * AT_MOST).cards
    proposed = _proposed([one.need.pk for one in best])
    waiting = [one for one in best if proposed.get(one.need.pk, 0) < AT_MOST]
    return _propose((one.need, offer, one.units) for one in waiting[:AT_MOST])


def _proposed(needs: Collection[UUID]) -> dict[UUID, int]:
    """How many matches of each need have not ended."""
    with scopes_disabled():
        living = Match.objects.filter(need__in=needs).exclude(status__in=Match.ENDED)
        return dict(living.values_list("need").annotate(Count("pk")))


def _propose(pairs: Iterable[tuple[Need, Offer, int]]) -> list[Match]:
    made = []
    for need, offer, units in pairs:
        with suppress(NotPossible):  # closed meanwhile, or brought together by somebody
            match = match_propose(need=need, offer=offer, units=units, actor=Actor.system())
            made.append(match)
    return made


def offers_match_later(offers: Collection[UUID]) -> None:
    """A job matches those of these live offers that somebody waits for."""
    from ..tasks import offers_match_job

    if not offers:
        return
    with scopes_disabled():
        wanted = OfferCategory.objects.filter(
            offer__in=offers, category__in=Need.objects.filter(OPEN).values("category")
        )
        ids = sorted({str(pk) for pk in wanted.values_list("offer", flat=True)})
    if ids:
        offers_match_job.enqueue(*ids)

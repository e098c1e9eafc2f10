"""The one rule of who may see which part of an offer."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.utils import timezone

from .models import Category, Offer, OfferCategory, OfferPlace, Vetting

# The statuses that follow from the rule; a helper or a coordinator decided the others.
SETTLED = (Offer.Status.WAITING, Offer.Status.LIVE, Offer.Status.REFUSED)


@dataclass(frozen=True)
class Visibility:
    """Slugs of the offer's categories by what may be shown of them."""

    public: set[str] = field(default_factory=set)
    waiting: set[str] = field(default_factory=set)  # for an organisation's yes
    restricted: set[str] = field(default_factory=set)  # for organisations only
    refused: set[str] = field(default_factory=set)

    def part_of(self, slug: str) -> str:
        """The name of the field that this category is in."""
        return next(name for name in vars(self) if slug in getattr(self, name))

    @property
    def status(self) -> str:
        """The status of a confirmed offer that nobody paused, hid or withdrew."""
        if self.public or self.restricted:
            return Offer.Status.LIVE
        return Offer.Status.WAITING if self.waiting else Offer.Status.REFUSED


def offer_visibility(
    *,
    categories: Iterable[Category],
    remote_only: bool,
    vettings: Iterable[Vetting],
    today: date,
) -> Visibility:
    """Open categories are public at once, vetted ones after a yes that still holds.

    A yes ends with its date, and when the helper changes what it was given for. The newest
    vetting of a category counts. A yes on a category that needs a licence counts only when the
    licence was checked.
    """
    newest = {v.category_id: v for v in sorted(vettings, key=lambda v: (v.at, v.pk))}
    visibility = Visibility()
    for category in categories:
        part = _part(category, remote_only, newest.get(category.pk), today)
        getattr(visibility, part).add(category.pk)
    return visibility


def visibility_of(offer: Offer) -> Visibility:
    """The rule applied to an offer as it stands in the database."""
    return visibilities_of([offer])[offer.pk]


def visibilities_of(
    offers: Collection[Offer],
    *,
    categories: Collection[Category] | None = None,
    today: date | None = None,
) -> dict[UUID, Visibility]:
    """The rule applied to offers as they stand in the database, or to some `categories` of them."""
    ids = [offer.pk for offer in offers]
    kinds: dict[UUID, list[Category]] = defaultdict(list)
    if categories is None:
        pairs = list(OfferCategory.objects.filter(offer__in=ids).values_list("offer", "category"))
        known = Category.objects.in_bulk({slug for _offer, slug in pairs})
        for offer_id, slug in pairs:
            kinds[offer_id].append(known[slug])
    vettings: dict[UUID, list[Vetting]] = defaultdict(list)
    for vetting in Vetting.objects.filter(offer__in=ids).defer("grounds", "given_for"):
        vettings[vetting.offer_id].append(vetting)
    placed = set(OfferPlace.objects.filter(offer__in=ids).values_list("offer", flat=True))
    return {
        offer.pk: offer_visibility(
            categories=kinds[offer.pk] if categories is None else categories,
            remote_only=offer.remote and offer.pk not in placed,
            vettings=vettings[offer.pk],
            today=today or timezone.localdate(),
        )
        for offer in offers
    }


def _part(category: Category, remote_only: bool, vetting: Vetting | None, today: date) -> str:
    openness = category.openness_for(remote_only=remote_only)
    if openness == Category.Openness.OPEN:
        return "public"
    if openness == Category.Openness.ORGANISATIONS:
        return "restricted"
    if vetting is None or vetting.withdrawn_at or vetting.outdated_at:
        return "waiting"
    if not vetting.accepted:
        return "refused"
    expired = vetting.valid_until is not None and vetting.valid_until < today
    unchecked = category.licence_required and not vetting.licence_checked
    return "waiting" if expired or unchecked else "public"

"""Offers that a coordinator may propose for a need."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from ..models import Match, Need, Offer, OfferCategory, OfferPlace
from ..services.quantities import HAS_UNITS


def offers_fitting(need: Need, limit: int = 10) -> list[Offer]:
    """Live offers of the same kind with places left, not tried before; same region first."""
    kinds = OfferCategory.objects.filter(HAS_UNITS, offer=OuterRef("pk"), category=need.category_id)
    region = need.municipality.region_id if need.municipality else ""
    near = OfferPlace.objects.filter(offer=OuterRef("pk"), municipality__region=region)
    tried = Match.objects.filter(need=need).values("offer")
    offers = Offer.objects.filter(
        Exists(kinds),
        Q(available_until=None) | Q(available_until__gte=timezone.localdate()),
        status=Offer.Status.LIVE,
    ).exclude(pk__in=tried)
    found = offers.annotate(is_near=Exists(near)).order_by("-is_near", "-number")
    return list(found.prefetch_related("places__municipality")[:limit])

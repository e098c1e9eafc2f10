"""The search in its plainest form: every offer is looked at. Slow and obviously right."""

import math
from collections import Counter
from datetime import date

from nebe.exchange.models import Category, Offer

from .criteria import TOTAL_LIMIT, Criteria, Result

EARTH_KM = 6371.0


def naive_search(criteria: Criteria, *, today: date, page: int = 1, size: int = 20) -> Result:
    offers = Offer.objects.prefetch_related("kinds", "places__municipality")
    hits = [hit for offer in offers if (hit := _hit(offer, criteria, today))]
    if criteria.sort == "nearest" and criteria.place:
        hits.sort(key=lambda hit: (hit[2], -hit[0].number))
    else:
        hits.sort(key=lambda hit: -hit[0].number)
    facets = {
        "category": Counter(slug for _, slugs, _ in hits for slug in slugs),
        "language": Counter(code for offer, _, _ in hits for code in set(offer.languages)),
    }
    return Result(
        ids=[offer.pk for offer, _, _ in hits[(page - 1) * size : page * size]],
        total=min(len(hits), TOTAL_LIMIT),
        total_is_exact=len(hits) <= TOTAL_LIMIT,
        facets={kind: dict(counts) for kind, counts in facets.items()},
    )


def _hit(offer: Offer, criteria: Criteria, today: date):
    """(offer, its matching categories, its distance) when it answers the criteria, else None."""
    slugs = _categories(offer, criteria)
    distance = _distance(offer, criteria)
    if not slugs or distance is None:
        return None
    fits = (
        _in_time(offer, criteria, today)
        and _speaks(offer, criteria)
        and _mentions(offer, slugs, criteria)
    )
    return (offer, slugs, distance) if fits else None


def _categories(offer: Offer, criteria: Criteria) -> set[str]:
    if criteria.audience == "public":
        slugs = {k.category_id for k in offer.kinds.all() if k.public}
        visible = offer.status == Offer.Status.LIVE
    else:
        slugs = {k.category_id for k in offer.kinds.all()}
        visible = offer.status not in (Offer.Status.UNCONFIRMED, Offer.Status.WITHDRAWN)
        visible = visible and (not criteria.statuses or offer.status in criteria.statuses)
    if not visible:
        return set()
    return slugs & set(criteria.categories) if criteria.categories else slugs


def _distance(offer: Offer, criteria: Criteria) -> float | None:
    """Kilometres to the nearest place that answers, infinite at a distance, None when too far."""
    answers = [math.inf] if offer.remote and criteria.remote is not False else []
    if criteria.remote is not True:
        towns = [place.municipality for place in offer.places.all()]
        near = [_km(criteria.place, (t.latitude, t.longitude)) for t in towns if criteria.place]
        reach = max(criteria.radius_km or 0, offer.reach_km)
        answers += [km for km in near if criteria.radius_km is None or km <= reach]
        if not criteria.place:
            answers.append(0)
    return min(answers, default=None)


def _km(a: tuple[float, float], b: tuple[float, float]) -> float:
    lat_a, lon_a, lat_b, lon_b = map(math.radians, (*a, *b))
    half = math.sin((lat_b - lat_a) / 2) ** 2
    half += math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(half))


def _in_time(offer: Offer, criteria: Criteria, today: date) -> bool:
    since = criteria.date_from or (today if criteria.audience == "public" else None)
    if since and offer.available_until and offer.available_until < since:
        return False
    return not (
        criteria.date_to and offer.available_from and offer.available_from > criteria.date_to
    )


def _speaks(offer: Offer, criteria: Criteria) -> bool:
    return not criteria.languages or bool(set(criteria.languages) & set(offer.languages))


def _mentions(offer: Offer, slugs: set[str], criteria: Criteria) -> bool:
    """Every word stands in the offer or is a synonym of one of its categories."""
    words = set(_words(offer.title, offer.text))
    for category in Category.objects.filter(slug__in=slugs):
        for texts in category.synonyms.values():
            words.update(_words(*texts))
    return words.issuperset(_words(criteria.text))


def _words(*texts: str) -> list[str]:
    return " ".join(texts).casefold().split()

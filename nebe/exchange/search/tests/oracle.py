"""The search in its plainest form: every offer is looked at. Slow and obviously right."""

import math
from collections import Counter
from datetime import date
from itertools import chain

from nebe.core.places.geometry import distance_km
from nebe.core.texts.normalise import tokens
from nebe.exchange.models import Category, Offer
from nebe.exchange.search import Criteria, Result

REACH_MAX_KM = 200


class Oracle:
    def __init__(self, *, today: date, total_limit: int):
        self.today = today
        self.total_limit = total_limit
        self.offers = list(Offer.objects.prefetch_related("kinds", "places__municipality"))
        self.phrases = {
            category.slug: [
                tokens(text) for text in chain(category.name.values(), *category.synonyms.values())
            ]
            for category in Category.objects.all()
        }

    def hits(self, criteria: Criteria) -> list[tuple]:
        return [hit for offer in self.offers if (hit := self.hit(offer, criteria))]

    def facets(self, criteria: Criteria) -> dict[str, dict[str, int]]:
        hits = self.hits(criteria)
        return {
            "category": Counter(slug for _, slugs, _ in hits for slug in slugs),
            "language": Counter(code for offer, _, _ in hits for code in set(offer.languages)),
        }

    def search(self, criteria: Criteria, *, page: int = 1, size: int = 20) -> Result:
        hits = self.hits(criteria)
        if criteria.sort == "nearest" and criteria.place:
            hits.sort(key=lambda hit: (hit[2], -hit[0].number))
        else:
            hits.sort(key=lambda hit: -hit[0].number)
        exact = len(hits) <= self.total_limit
        shown = hits[: self.total_limit]
        return Result(
            numbers=[offer.number for offer, _, _ in shown[(page - 1) * size : page * size]],
            total=len(shown),
            total_is_exact=exact,
        )

    def hit(self, offer: Offer, criteria: Criteria):
        """(offer, its matching categories, its distance) when it answers, else None."""
        visible = self.visible(offer, criteria)
        slugs = visible & set(criteria.categories) if criteria.categories else visible
        distance = self.distance(offer, criteria)
        if not slugs or distance is None:
            return None
        fits = (
            self.in_time(offer, criteria)
            and (not criteria.languages or set(criteria.languages) & set(offer.languages))
            and self.mentions(offer, visible, criteria)
        )
        return (offer, slugs, distance) if fits else None

    def visible(self, offer: Offer, criteria: Criteria) -> set[str]:
        if criteria.audience == "public":
            shown = offer.status == Offer.Status.LIVE
            return {k.category_id for k in offer.kinds.all() if k.public and shown}
        shown = offer.status not in (Offer.Status.UNCONFIRMED, Offer.Status.WITHDRAWN)
        shown = shown and (not criteria.statuses or offer.status in criteria.statuses)
        return {k.category_id for k in offer.kinds.all() if shown}

    def distance(self, offer: Offer, criteria: Criteria) -> float | None:
        """Kilometres to the nearest place that answers; infinite at a distance."""
        answers = [math.inf] if offer.remote and criteria.remote is not False else []
        if criteria.remote is not True:
            towns = [place.municipality for place in offer.places.all()]
            reach = max(criteria.radius_km or 0, min(offer.reach_km, REACH_MAX_KM))
            if criteria.place:
                near = [distance_km(criteria.place, town) for town in towns]
                answers += [km for km in near if criteria.radius_km is None or km <= reach]
            elif towns or not offer.remote:
                answers.append(0)
        return min(answers, default=None)

    def in_time(self, offer: Offer, criteria: Criteria) -> bool:
        since = criteria.date_from or (self.today if criteria.audience == "public" else None)
        if since and offer.available_until and offer.available_until < since:
            return False
        until = criteria.date_to
        return not (until and offer.available_from and offer.available_from > until)

    def mentions(self, offer: Offer, visible: set[str], criteria: Criteria) -> bool:
        """Every word stands in the offer, or in a phrase that means one of its categories."""
        words = {
            *tokens(f"{offer.title} {offer.text}"),
            *(t for place in offer.places.all() for t in tokens(place.municipality.name)),
        }
        asked = tokens(criteria.text)
        return all(
            word in words or self.means(asked, position, visible)
            for position, word in enumerate(asked)
        )

    def means(self, asked: list[str], position: int, visible: set[str]) -> bool:
        for slug in visible:
            for phrase in self.phrases[slug]:
                for start in range(len(asked) - len(phrase) + 1):
                    covers = start <= position < start + len(phrase)
                    if covers and asked[start : start + len(phrase)] == phrase:
                        return True
        return False

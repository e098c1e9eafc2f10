"""Very many offers for benchmarks, their towns, kinds and words as uneven as in life."""

import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import accumulate, islice
from random import Random

from django.db import transaction
from django.db.models import F
from django_scopes import scopes_disabled

from nebe.core.people.models import Disclosure, Organisation, Person
from nebe.core.places.models import Municipality
from nebe.exchange.models import Category, Offer, OfferCategory, OfferNumber, OfferPlace

from .chance import draw
from .phrases import offer_patterns

BATCH = 2000
HELPERS = 1000
DAYS = 365
VETTED = 0.85  # of the offers in categories that need it
# What offers are written in, by the country of their place.
LANGUAGES = {
    "CZ": {"cs": 60, "uk": 22, "pl": 1, "en": 10, "ru": 4, "vi": 2, "ar": 1},
    "PL": {"cs": 1, "uk": 25, "pl": 60, "en": 10, "ru": 2, "vi": 1, "ar": 1},
}
STATUSES = {
    Offer.Status.LIVE: 80,
    Offer.Status.EXHAUSTED: 8,
    Offer.Status.PAUSED: 5,
    Offer.Status.WAITING: 4,
    Offer.Status.WITHDRAWN: 3,
}
REACHES = [0, 0, 5, 10, 10, 20, 30, 50]


def offers_generate(
    *,
    count: int,
    seed: int,
    now: datetime,
    controller: Organisation,
    batch: int = BATCH,
    progress: Callable[[int], None] = lambda done: None,
) -> int:
    """Insert `count` offers of the last year; memory stays that of one `batch`.

    The search index is not touched: call `search.offers_reindex()` afterwards. Categories and
    municipalities must be there. Returns how many were inserted.
    """
    random = Random(seed)  # noqa: S311
    maker = OfferMaker(random, now, helpers_generate(controller, random))
    done = 0
    while done < count:
        done += _insert(list(islice(maker.offers(), min(batch, count - done))))
        progress(done)
    return done


def helpers_generate(controller: Organisation, random: Random) -> list[Person]:
    """Helpers without name or address: a benchmark of offers reads no personal data."""
    ids = [uuid.UUID(int=random.getrandbits(128), version=4) for _ in range(HELPERS)]
    with scopes_disabled():
        persons = Person.objects.bulk_create([Person(pk=pk, controller=controller) for pk in ids])
        Disclosure.objects.bulk_create(
            [Disclosure(person=p, organisation=controller, purpose="controller") for p in persons]
        )
    return persons


class OfferMaker:
    """Draws offers: the second town gets half of what the first gets, the third a third (Zipf)."""

    def __init__(self, random: Random, now: datetime, persons: list[Person]):
        self.random, self.now, self.persons = random, now, persons
        towns = Municipality.objects.filter(region__country__in=LANGUAGES)
        towns = towns.order_by("-population", "code")
        self.towns = list(towns.values_list("code", "name", "region__country"))
        self.town_weights = zipf(len(self.towns))
        self.categories = list(Category.objects.all())
        random.shuffle(self.categories)
        self.category_weights = zipf(len(self.categories))
        self.patterns = offer_patterns()

    def offers(self) -> Iterator[tuple[Offer, list[OfferCategory], OfferPlace]]:
        """Unsaved offers without end, each with its kinds and its place."""
        while True:
            yield self.offer()

    def offer(self):
        random = self.random
        person = random.choice(self.persons)
        kinds = random.choices(self.categories, cum_weights=self.category_weights, k=2)
        if random.random() < 0.85:
            kinds = kinds[:1]
        town, other = random.choices(self.towns, cum_weights=self.town_weights, k=2)
        language, title, text = self.words(kinds[0].slug, LANGUAGES[town[2]])
        at = self.now - timedelta(minutes=random.randrange(DAYS * 24 * 60))
        offer = Offer(
            pk=uuid.UUID(int=random.getrandbits(128), version=4),
            person_id=person.pk,
            controller_id=person.controller_id,
            status=draw(random, STATUSES),
            title=title,
            text=f"{text} ({other[1]})",
            language=language,
            languages=sorted({language, random.choice(["cs", "cs", "pl", "uk", "ru", "en"])}),
            remote=random.random() < 0.1,
            reach_km=random.choice(REACHES),
            capacity=random.choice([1, 1, 1, 2, 3, 5, 10]),
            confirmed_at=at,
            published_at=at,
        )
        if random.random() < 0.3:
            first = (at + timedelta(days=random.randrange(30))).date()
            offer.available_from = first
            offer.available_until = first + timedelta(days=random.randrange(14, 400))
        public = [
            OfferCategory(offer=offer, category=kind, public=self.is_public(kind))
            for kind in dict.fromkeys(kinds)
        ]
        return offer, public, OfferPlace(offer=offer, municipality_id=town[0])

    def words(self, slug: str, languages: dict[str, int]) -> tuple[str, str, str]:
        language = draw(self.random, languages)
        pattern = self.random.choice(self.patterns[slug][language])
        title, text, _ = pattern.fill(self.random, woman=self.random.random() < 0.6)
        return language, title, text

    def is_public(self, kind: Category) -> bool:
        if kind.openness == Category.Openness.VETTED:
            return self.random.random() < VETTED
        return kind.openness == Category.Openness.OPEN


def zipf(count: int) -> list[float]:
    """Cumulative weights 1, 1/2, 1/3 …"""
    return list(accumulate(1 / rank for rank in range(1, count + 1)))


@transaction.atomic
def _insert(made: list) -> int:
    made.sort(key=lambda row: row[0].published_at)
    offers = [offer for offer, _, _ in made]
    numbers = OfferNumber.reserve(len(offers))
    for offer, number in zip(offers, numbers, strict=True):
        offer.number = number
    Offer.objects.bulk_create(offers)
    OfferCategory.objects.bulk_create([kind for _, kinds, _ in made for kind in kinds])
    OfferPlace.objects.bulk_create([place for _, _, place in made])
    written = Offer.objects.filter(number__gte=numbers[0], number__lte=numbers[-1])
    written.update(created_at=F("published_at"), updated_at=F("published_at"))
    return len(offers)

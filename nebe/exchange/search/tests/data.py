"""A small world of offers, as mixed as they come, from a seed."""

import random
from datetime import date, timedelta

from nebe.core.people.models import Organisation, Person
from nebe.core.places.models import Municipality, Region
from nebe.exchange.models import Category, Offer, OfferCategory, OfferPlace
from nebe.exchange.search import Criteria

TODAY = date(2026, 6, 1)
TOWNS = {
    "Praha": (50.0755, 14.4378),
    "Plzeň": (49.7384, 13.3736),
    "Rokycany": (49.7427, 13.5946),
    "Dobřany": (49.6548, 13.2931),
    "Brno": (49.1951, 16.6068),
    "Kyšice": (49.7534, 13.4864),
    "Ostrava": (49.8209, 18.2625),
    "Wrocław": (51.1079, 17.0385),
}
CATEGORIES = {
    "tutoring": ({"en": "Tutoring"}, {"uk": ["репетитор"], "en": ["private lessons"]}),
    "transport": ({"en": "Transport"}, {"cs": ["odvoz autem"], "en": ["car"]}),
    "textbooks": ({"en": "Textbooks", "cs": "Učebnice"}, {"en": ["school books"]}),
    "housing": ({"en": "Housing"}, {"en": ["room", "flat"]}),
}
WORDS = ["matematika", "učebnice", "kolo", "postel", "car", "škola", "books", "private"]
WORDS += ["lessons", "room", "větší", "děti"]
STATUSES = ["live"] * 6 + ["paused", "hidden", "waiting", "unconfirmed", "withdrawn"]
LANGUAGES = ["cs", "uk", "en", "vi", "ar"]


def make_towns() -> dict[str, Municipality]:
    region, _ = Region.objects.get_or_create(code="T-1", country="CZ", name="Test")
    return {
        name: Municipality.objects.create(
            code=f"t{i}", region=region, name=name, latitude=lat, longitude=lon
        )
        for i, (name, (lat, lon)) in enumerate(TOWNS.items())
    }


def make_categories() -> dict[str, Category]:
    return {
        slug: Category.objects.update_or_create(
            slug=slug, defaults={"name": name, "synonyms": synonyms, "openness": "open"}
        )[0]
        for slug, (name, synonyms) in CATEGORIES.items()
    }


def make_person() -> Person:
    office, _ = Organisation.objects.get_or_create(
        slug="office", defaults={"name": "Office", "kind": "member", "status": "active"}
    )
    return Person.objects.create(controller=office)


def make_offer(*, person, categories=("tutoring",), towns=(), public=True, **fields) -> Offer:
    fields = {"status": "live", "title": "Help", "controller": person.controller} | fields
    offer = Offer.objects.create(person=person, **fields)
    for slug in categories:
        OfferCategory.objects.create(offer=offer, category_id=slug, public=public)
    for town in towns:
        OfferPlace.objects.create(offer=offer, municipality=town)
    return offer


def make_offers(count: int, *, seed: int) -> None:
    rng = random.Random(seed)
    towns = list(make_towns().values())
    make_categories()
    person = make_person()
    for number in range(count):
        make_offer(
            person=person,
            number=number * 7 + 1,
            categories=rng.sample(sorted(CATEGORIES), rng.choice([1, 1, 2])),
            towns=rng.sample(towns, rng.choice([0, 1, 1, 1, 2])),
            public=rng.random() < 0.8,
            status=rng.choice(STATUSES),
            title=" ".join(rng.choices(WORDS, k=2)),
            text=" ".join(rng.choices(WORDS, k=3)),
            languages=rng.sample(LANGUAGES, rng.choice([0, 1, 2])),
            remote=rng.random() < 0.2,
            reach_km=rng.choice([0, 0, 0, 5, 30, 120, 900]),
            available_from=maybe(rng, TODAY + timedelta(days=rng.randint(-60, 60))),
            available_until=maybe(rng, TODAY + timedelta(days=rng.randint(-30, 90))),
        )


def random_criteria(rng: random.Random) -> Criteria:
    town = rng.choice(list(TOWNS.values()))
    place = (town[0] + rng.uniform(-0.2, 0.2), town[1] + rng.uniform(-0.2, 0.2))
    return Criteria(
        text=" ".join(rng.choices([*WORDS, "репетитор", "Plzeň"], k=rng.choice([0, 0, 1, 2]))),
        categories=rng.choice([[], [], [rng.choice(sorted(CATEGORIES))], ["tutoring", "housing"]]),
        place=rng.choice([None, place, town]),
        radius_km=rng.choice([None, 1, 10, 30, 100, 500]),
        languages=rng.choice([[], [], rng.sample(LANGUAGES, 1), rng.sample(LANGUAGES, 2)]),
        date_from=maybe(rng, TODAY + timedelta(days=rng.randint(0, 40))),
        date_to=maybe(rng, TODAY + timedelta(days=rng.randint(0, 60))),
        remote=rng.choice([None, None, True, False]),
        sort=rng.choice(["newest", "nearest"]),
        audience=rng.choice(["public", "public", "staff"]),
        statuses=rng.choice([[], [], ["live", "paused"]]),
    )


def maybe(rng: random.Random, value):
    return value if rng.random() < 0.5 else None

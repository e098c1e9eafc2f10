"""A year of offers: who offers what, where and in which words."""

import re
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any

from nebe.core.people.models import Organisation, Person
from nebe.core.places.models import Municipality
from nebe.exchange.forms.questions import name_of, questions_of
from nebe.exchange.models import Category, Offer, OfferCategory, OfferPlace

from .answers import answers_make
from .chance import by_day, draw
from .fates import Fates, Made
from .people import People
from .phrases import Pattern, offer_patterns

HOME = "CZ-554791"  # Plzeň, where the story of the documents is set
COUNTRIES = {"CZ": 78, "PL": 22}
LANGUAGES = {
    "CZ": {"cs": 52, "uk": 27, "en": 11, "ru": 4, "vi": 4, "ar": 2},
    "PL": {"pl": 58, "uk": 28, "en": 11, "ru": 2, "ar": 1},
}
# What a text speaks of tells where it belongs.
SPEAKS_OF = {
    "CZ": re.compile("česk|čeští|чеськ|чешск|czech|czesk|Séc|تشيك|Prah", re.IGNORECASE),
    "PL": re.compile("polsk|polšt|польськ|польск|polish|Ba Lan|بولند|ZUS|NFZ", re.IGNORECASE),
}
ALSO_SPOKEN = {
    "cs": ["en", "ru", "sk", "de"],
    "uk": ["ru", "cs", "pl", "en"],
    "pl": ["en", "uk", "ru", "de"],
    "en": ["cs", "de", "fr", "es"],
    "ru": ["uk", "cs", "en"],
    "vi": ["cs", "en"],
    "ar": ["en", "cs", "fa"],
}
WEIGHTS = {"material-help": 3, "textbooks": 3, "tutoring": 3, "housing": 2, "interpreting": 2}
GO_TOGETHER = {
    "tutoring": "textbooks",
    "textbooks": "language-courses",
    "material-help": "textbooks",
    "transport": "volunteering",
    "interpreting": "administrative-help",
    "leisure": "adaptation-groups",
}
COUNTS = ("beds", "seats", "places", "count", "people", "group_size")


@dataclass(frozen=True)
class Author:
    """Who writes an offer, in which country and language, and who answers for their data."""

    person: Person
    controller: Organisation
    country: str
    language: str
    is_woman: bool
    is_petr: bool


@dataclass(frozen=True)
class Words:
    """What an offer says; `said` is what its words answer already: category → key → values."""

    title: str
    text: str
    said: dict[str, dict[str, list[str]]]

    @property
    def is_remote(self) -> bool:
        return any("@remote" in said for said in self.said.values())

    @property
    def capacity(self) -> int | None:
        values = [said[key][0] for said in self.said.values() for key in COUNTS if key in said]
        return max((int(value) for value in values if value.isdigit()), default=None) or None


class OfferWriter:
    """Writes offers as different people would; all of it follows from the people's seed."""

    def __init__(self, people: People):
        self.people, self.random, self.now = people, people.random, people.now
        self.fates = Fates(people)
        self.questions = questions_of(list(Category.objects.all()))
        self.categories = {category.pk: category for category in self.questions}
        self.patterns = offer_patterns()
        self.towns = {country: towns_of(country) for country in COUNTRIES}
        self.helpers: dict[tuple, list[Person]] = {}
        self.used: Counter[Pattern] = Counter()

    def write(self, count: int) -> list[Made]:
        """`count` offers, oldest first, two of them Petr's."""
        ages = sorted((self.random.random() ** 1.3 * 365 for _ in range(count - 2)), reverse=True)
        made = [self.offer(by_day(self.now - timedelta(days=age, hours=10))) for age in ages]
        for slug in ("transport", "material-help"):
            at = self.now - timedelta(days=self.random.randrange(20, 90), hours=3)
            made.append(self.offer(at, slug=slug, petr=True))
        return sorted(made, key=lambda one: one.offer.created_at)

    def offer(
        self, at: datetime, *, slug: str = "", petr: bool = False, near: Sequence[Municipality] = ()
    ) -> Made:
        """One offer; one of Petr's, or one `near` these towns, is vetted and stays open."""
        random = self.random
        slug = (
            slug
            or random.choices(
                list(self.categories), [WEIGHTS.get(one, 1) for one in self.categories]
            )[0]
        )
        country = "CZ" if petr or near else draw(random, COUNTRIES)
        language = "cs" if petr else draw(random, LANGUAGES[country])
        pattern = self.pattern(slug, country, language)
        author = self.author(pattern, country, language, at, petr)
        words = self.words(slug, pattern, author)
        offer = self.row(words, author, at)
        towns = [random.choice(near)] if near else [] if offer.remote else self.places(author)
        made = Made(
            offer=offer,
            kinds=[self.kind(offer, self.categories[slug]) for slug in words.said],
            places=[OfferPlace(offer=offer, municipality=town) for town in towns],
        )
        self.fates.settle(made, country, lucky=petr or bool(near))
        return made

    def kind(self, offer: Offer, category: Category) -> OfferCategory:
        counts = [question for question in self.questions[category] if question.counts]
        capacity = offer.answers.get(name_of(counts[0])) if counts else None
        return OfferCategory(offer=offer, category=category, capacity=capacity or None)

    def row(self, words: Words, author: Author, at: datetime) -> Offer:
        random = self.random
        public: dict = {}
        internal: Any = {}
        for slug, said in words.said.items():
            questions = self.questions[self.categories[slug]]
            answers = answers_make(questions, said, random, at.date())
            public |= answers[0]
            internal |= answers[1]
        confirmed = at + timedelta(minutes=random.randrange(3, 600))
        offer = Offer(
            pk=uuid.uuid4(),
            person=author.person,
            controller=author.controller,
            title=words.title,
            text=words.text,
            language=author.language,
            answers=public,
            internal_answers=internal or "",
            languages=self.spoken(author.language),
            remote=words.is_remote,
            reach_km=random.choice([20, 30, 50] if "transport" in words.said else [0, 0, 5, 10]),
            capacity=words.capacity or random.choice([1, 1, 2, 3, 4, 6]),
            contact_hours=random.choice(["", "", "16–19", "9–12", "18–20"]),
            created_at=at,
            updated_at=confirmed,
            confirmed_at=confirmed,
        )
        self.set_days(offer)
        return offer

    def pattern(self, slug: str, country: str, language: str) -> Pattern:
        """One that does not speak of another country, of those used least so far."""
        patterns = [p for p in self.patterns[slug][language] if not is_elsewhere(p, country)]
        patterns = patterns or self.patterns[slug][language]
        least = min(self.used[one] for one in patterns)
        pattern = self.random.choice([one for one in patterns if self.used[one] == least])
        self.used[pattern] += 1
        return pattern

    def words(self, slug: str, pattern: Pattern, author: Author) -> Words:
        """The pattern filled; now and then with a second kind of help from the same hand."""
        title, text, said = pattern.fill(self.random, woman=author.is_woman)
        beside = GO_TOGETHER.get(slug)
        if beside is None or author.is_petr or self.random.random() > 0.2:
            return Words(title, text, {slug: said})
        fitting = [
            one
            for one in self.patterns[beside][author.language]
            if one.writer in ("", pattern.writer) and not is_elsewhere(one, author.country)
        ]
        second = self.random.choice(fitting or self.patterns[beside][author.language])
        more, words, also_said = second.fill(self.random, woman=author.is_woman)
        return Words(title, f"{text}\n\n{more}\n{words}", {slug: said, beside: also_said})

    def author(self, pattern, country: str, language: str, at: datetime, petr: bool) -> Author:
        """Someone who has offered before, or someone new."""
        cast, random = self.people.cast, self.random
        if petr:
            return Author(cast.petr, cast.office, country, language, False, True)
        known = at < self.now - timedelta(days=7) or random.random() < 0.6
        local = self.people.active(country)
        controller = cast.office if random.random() < 0.45 else random.choice(local)
        pool = self.helpers.setdefault((controller.pk, language, pattern.writer), [])
        if pool and random.random() < 0.4:
            person = random.choice(pool)
        else:
            woman = {"woman": True, "man": False}.get(pattern.writer)
            person = self.people.person(language, controller, at, known=known, woman=woman)
            if known:
                self.people.agree_to_conduct(person)
                pool.append(person)
        is_woman = person.pk in self.people.women
        return Author(person, controller, country, language, is_woman, False)

    def spoken(self, own: str) -> list[str]:
        more = [code for code in ALSO_SPOKEN[own] if self.random.random() < 0.35]
        return sorted({own, *more})

    def set_days(self, offer: Offer) -> None:
        """The days of the answers, else some; many offers stand without."""
        said = {key.rpartition(".")[2]: value for key, value in offer.answers.items()}
        if "until" in said:
            offer.available_from = datetime.fromisoformat(said["from"]).date()
            offer.available_until = datetime.fromisoformat(said["until"]).date()
        elif self.random.random() < 0.25:
            offer.available_from = (offer.created_at + timedelta(days=2)).date()
            days = self.random.randrange(90, 420)
            offer.available_until = offer.available_from + timedelta(days=days)

    def places(self, author: Author) -> list[Municipality]:
        towns, weights = self.towns[author.country]
        home = [town for town in towns if town.pk == HOME]
        if home and (author.is_petr or self.random.random() < 0.09):
            return home
        count = 2 if self.random.random() < 0.08 else 1
        return list(dict.fromkeys(self.random.choices(towns, cum_weights=weights, k=count)))


def towns_of(country: str) -> tuple[list[Municipality], list[float]]:
    """The country's bigger places, and cumulative weights: towns often, villages too."""
    towns = list(
        Municipality.objects.filter(region__country=country).order_by("-population", "pk")[:1500]
    )
    return towns, list(accumulate((town.population + 100) ** 0.85 for town in towns))


def is_elsewhere(pattern: Pattern, country: str) -> bool:
    words = f"{pattern.title} {pattern.text} {pattern.answers}"
    other = "PL" if country == "CZ" else "CZ"
    return bool(SPEAKS_OF[other].search(words)) and not SPEAKS_OF[country].search(words)

"""A year of offers: who offers what, where, and what became of the offer."""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import accumulate

from nebe.core.people.models import Organisation, Person
from nebe.core.places.models import Municipality
from nebe.exchange.forms.questions import questions_of
from nebe.exchange.models import Category, Offer, OfferCategory, OfferPlace, Vetting
from nebe.exchange.texts import CODE_OF_CONDUCT_VERSION
from nebe.exchange.visibility import Visibility, offer_visibility

from .answers import answers_make
from .people import People
from .phrases import Pattern, offer_patterns

Status = Offer.Status
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
YES = {
    "cs": "Osobní pohovor, ověřená totožnost, dobré reference.",
    "pl": "Rozmowa osobista, sprawdzona tożsamość, dobre referencje.",
}
NO = {
    "cs": "Nepodařilo se ověřit totožnost, na dvě výzvy nepřišla odpověď.",
    "pl": "Nie udało się potwierdzić tożsamości, brak odpowiedzi na dwa wezwania.",
}


@dataclass
class Made:
    """One offer with what hangs on it, not saved yet."""

    offer: Offer
    kinds: list[OfferCategory]
    places: list[OfferPlace]
    vettings: list[Vetting] = field(default_factory=list)

    @property
    def public(self) -> list[Category]:
        return [kind.category for kind in self.kinds if kind.public]


class OfferWriter:
    """Writes offers as different people would; all of it follows from the people's seed."""

    def __init__(self, people: People):
        self.people, self.random, self.now = people, people.random, people.now
        self.questions = questions_of(list(Category.objects.all()))
        self.categories = {category.pk: category for category in self.questions}
        self.patterns = offer_patterns()
        self.towns = {country: _towns(country) for country in COUNTRIES}
        self.helpers: dict[tuple, list[Person]] = {}
        self.used: Counter[Pattern] = Counter()

    def write(self, count: int) -> list[Made]:
        """`count` offers, oldest first; the newest of some are the cast's."""
        ages = sorted((self.random.random() ** 1.3 * 365 for _ in range(count)), reverse=True)
        made = [self.offer(by_day(self.now - timedelta(days=age, hours=10))) for age in ages]
        made += [self.offer_of_petr(slug) for slug in ("transport", "material-help")]
        return sorted(made, key=lambda one: one.offer.created_at)[-count:]

    def offer_of_petr(self, slug: str) -> Made:
        at = self.now - timedelta(days=self.random.randrange(20, 90), hours=3)
        return self.offer(at, slug=slug, petr=True)

    def offer(self, at: datetime, *, slug: str = "", petr: bool = False) -> Made:
        random = self.random
        slug = (
            slug
            or random.choices(
                list(self.categories), [WEIGHTS.get(one, 1) for one in self.categories]
            )[0]
        )
        country = "CZ" if petr else random.choices(list(COUNTRIES), COUNTRIES.values())[0]
        pattern, language = self.pattern(slug, country, "cs" if petr else "")
        person, controller = self.helper(pattern, country, language, at, petr)
        woman = person.pk in self.people.women
        title, text, said = pattern.fill(random, woman=woman)
        said_of = {slug: said}
        if slug in GO_TOGETHER and random.random() < 0.2 and not petr:
            other = self.pattern_beside(GO_TOGETHER[slug], language, pattern, country)
            more, words, said_of[GO_TOGETHER[slug]] = other.fill(random, woman=woman)
            text = f"{text}\n\n{more}\n{words}"
        categories = [self.categories[one] for one in said_of]
        public, internal = {}, {}
        for category in categories:
            answers = answers_make(
                self.questions[category], said_of[category.pk], random, at.date()
            )
            public |= answers[0]
            internal |= answers[1]
        confirmed = at + timedelta(minutes=random.randrange(3, 600))
        offer = Offer(
            pk=self.people.uuid(),
            person=person,
            controller=controller,
            title=title,
            text=text,
            language=language,
            answers=public,
            internal_answers=internal or "",
            languages=self.languages(language),
            remote="@remote" in said,
            reach_km=random.choice([20, 30, 50] if slug == "transport" else [0, 0, 5, 10, 20]),
            capacity=max(_counts(said) or [random.choice([1, 1, 2, 3, 4, 6])]),
            created_at=at,
            updated_at=confirmed,
            confirmed_at=confirmed,
        )
        if random.random() < 0.3:
            offer.contact_hours = random.choice(["16–19", "9–12", "18–20"])
        self.set_days(offer)
        towns = [] if offer.remote else self.places(country, petr)
        made = Made(
            offer=offer,
            kinds=[OfferCategory(offer=offer, category=one) for one in categories],
            places=[OfferPlace(offer=offer, municipality=town) for town in towns],
        )
        self.settle(made, country, known=bool(person.name), petr=petr)
        return made

    def pattern(self, slug: str, country: str, language: str) -> tuple[Pattern, str]:
        """A pattern that does not speak of another country, of those used least so far."""
        languages = LANGUAGES[country]
        language = language or self.random.choices(list(languages), languages.values())[0]
        patterns = [p for p in self.patterns[slug][language] if not _is_elsewhere(p, country)]
        patterns = patterns or self.patterns[slug][language]
        least = min(self.used[one] for one in patterns)
        pattern = self.random.choice([one for one in patterns if self.used[one] == least])
        self.used[pattern] += 1
        return pattern, language

    def pattern_beside(self, slug, language, first: Pattern, country: str) -> Pattern:
        """A second pattern that the writer of the first may have written as well."""
        fitting = [
            one
            for one in self.patterns[slug][language]
            if _writer(one) in ("", _writer(first)) and not _is_elsewhere(one, country)
        ]
        return self.random.choice(fitting or self.patterns[slug][language])

    def helper(self, pattern, country, language, at, petr) -> tuple[Person, Organisation]:
        """Who writes it: someone known or new, and who answers for their data."""
        cast = self.people.cast
        if petr:
            return cast.petr, cast.office
        known = at < self.now - timedelta(days=7) or self.random.random() < 0.6
        local = self.people.active(country)
        controller = cast.office if self.random.random() < 0.45 else self.random.choice(local)
        pool = self.helpers.setdefault((controller.pk, language, _writer(pattern)), [])
        if pool and self.random.random() < 0.4:
            return self.random.choice(pool), controller
        wanted = {"woman": True, "man": False}.get(_writer(pattern))
        person = self.people.person(language, controller, at, known=known, woman=wanted)
        if known:
            self.people.agree_to_conduct(person)
            pool.append(person)
        return person, controller

    def languages(self, own: str) -> list[str]:
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

    def places(self, country: str, petr: bool) -> list[Municipality]:
        towns, weights = self.towns[country]
        home = [town for town in towns if town.pk == HOME and country == "CZ"]
        if home and (petr or self.random.random() < 0.09):
            return home
        count = 2 if self.random.random() < 0.08 else 1
        return list(dict.fromkeys(self.random.choices(towns, cum_weights=weights, k=count)))

    def settle(self, made: Made, country: str, *, known: bool, petr: bool) -> None:
        """Vet it, publish it, and let time pass."""
        offer, random = made.offer, self.random
        if not known:
            offer.status, offer.confirmed_at = Status.UNCONFIRMED, None
            offer.updated_at = offer.created_at
            offer.claimed = {
                "name": self.people.name(offer.language)[0],
                "phone": "",
                "code_of_conduct": CODE_OF_CONDUCT_VERSION,
            }
            return
        self.vet(made, country, petr)
        visibility = self.visibility(made)
        offer.status = visibility.status
        if offer.status == Status.LIVE and not petr:
            offer.status = random.choices(
                [Status.LIVE, Status.EXHAUSTED, Status.PAUSED, Status.WITHDRAWN, Status.HIDDEN],
                [80, 8, 5, 5, 2],
            )[0]
        for kind in made.kinds:
            kind.public = kind.category_id in visibility.public and offer.status != Status.WITHDRAWN
        if visibility.public:
            offer.published_at = max([offer.confirmed_at, *(v.at for v in made.vettings)])
            offer.updated_at = offer.published_at
        if random.random() < 0.35:
            self.take_on(offer, country)

    def vet(self, made: Made, country: str, petr: bool) -> None:
        """A coordinator's yes or no on most categories that need one."""
        offer, random = made.offer, self.random
        remote_only = offer.remote and not made.places
        for kind in made.kinds:
            category = kind.category
            if category.openness_for(remote_only=remote_only) != Category.Openness.VETTED:
                continue
            # Seconds of their own, so that two vettings of one offer have an order.
            wait = timedelta(hours=random.randrange(5, 200), seconds=len(made.vettings))
            at = offer.confirmed_at + wait
            if (at > self.now or random.random() < 0.16) and not petr:
                continue
            organisation = random.choice(self.people.active(country))
            accepted = petr or random.random() < 0.93
            words = "pl" if organisation.country == "PL" else "cs"
            made.vettings.append(
                Vetting(
                    offer=offer,
                    category=category,
                    organisation=organisation,
                    by=random.choice(self.people.coordinators[organisation.pk]),
                    at=min(at, self.now),
                    accepted=accepted,
                    grounds=(YES if accepted else NO)[words],
                    licence_checked=accepted and category.licence_required,
                )
            )

    def visibility(self, made: Made) -> Visibility:
        return offer_visibility(
            categories=[kind.category for kind in made.kinds],
            remote_only=made.offer.remote and not made.places,
            vettings=made.vettings,
            today=self.now.date(),
        )

    def take_on(self, offer: Offer, country: str) -> None:
        """An organisation handles it, and so sees the helper's contact."""
        local = self.people.active(country)
        offer.handler = offer.controller if offer.controller in local else self.random.choice(local)
        self.people.disclose(offer.person, offer.handler, "offer", offer.confirmed_at)


def by_day(at: datetime) -> datetime:
    """Some hours later when it is night."""
    return at + timedelta(hours=9) if at.hour < 6 else at


def _towns(country: str) -> tuple[list[Municipality], list[float]]:
    """The country's bigger places, and cumulative weights: towns often, villages too."""
    towns = list(
        Municipality.objects.filter(region__country=country).order_by("-population", "pk")[:1500]
    )
    return towns, list(accumulate((town.population + 500) ** 0.6 for town in towns))


def _is_elsewhere(pattern: Pattern, country: str) -> bool:
    words = f"{pattern.title} {pattern.text} {pattern.answers}"
    other = "PL" if country == "CZ" else "CZ"
    return bool(SPEAKS_OF[other].search(words)) and not SPEAKS_OF[country].search(words)


def _writer(pattern: Pattern) -> str:
    """`woman`, `man` or nothing, as the words tell."""
    found = re.search("@(woman|man)", pattern.answers)
    return found.group(1) if found else ""


def _counts(said: dict[str, list[str]]) -> list[int]:
    numbers = [said[key][0] for key in COUNTS if key in said]
    return [int(number) for number in numbers if number.isdigit() and int(number)]

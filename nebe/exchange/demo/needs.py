"""Open needs that are searched for: some that nobody has taken on, some handled, one Olena's."""

import tomllib
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from nebe.core.people.models import Organisation, Person, User
from nebe.core.places.models import Municipality
from nebe.exchange.codes import code_index, code_make
from nebe.exchange.forms.need_questions import need_questions_of
from nebe.exchange.models import Category, Need

from .answers import answers_make
from .chance import by_day, draw
from .offers import ALSO_SPOKEN, COUNTRIES, is_elsewhere, towns_of
from .people import People
from .phrases import DATA, Pattern

BRNO = "CZ-582786"
PUBLISHED = 0.7  # of the needs that their owners may let everyone read
WITH_EMAIL = 0.7
# Who looks for it: the office alone, an organisation that took it on or that wrote it down.
HANDLED = {"nobody": 5, "taken_on": 3, "written_down": 2}
REMOTE, OWN, WEEKLY = "@remote", "@own", "@weekly"
STREETS = ["Školní 4, 8–16", "Nádražní 11, 9–18", "Lipová 2, 8–12"]
OF_OLENA = Pattern(
    title="",
    text=(
        "Нас троє: я, син семи років і моя мама. Маємо невеликого спокійного собаку. "
        "Шукаємо житло в Брно, бо нинішнє закінчується. Можемо платити за світло й воду."
    ),
    answers="for=3; beds=3; children=1; ages=school; good_for=children+pets; "
    "animals=невеликий собака; urgent=1",
)


@dataclass(frozen=True)
class Handling:
    """Who looks for the help, and who wrote the need down for the person."""

    organisation: Organisation
    controller: Organisation
    posted_by: User | None = None
    taken_on: bool = False
    for_itself: bool = False


class NeedWriter:
    """Writes needs of the last weeks, each pattern as often as the others."""

    def __init__(self, people: People):
        self.people, self.random, self.now = people, people.random, people.now
        self.categories = Category.objects.in_bulk()
        self.questions = {slug: need_questions_of(c) for slug, c in self.categories.items()}
        self.towns = {country: towns_of(country) for country in COUNTRIES}

    def write(self, count: int) -> list[Need]:
        """`count` needs; the first is Olena's."""
        patterns = patterns_read()
        needs = [self.of_olena()] if count else []
        while len(needs) < count:
            self.random.shuffle(patterns)
            needs += [self.need(*one) for one in patterns[: count - len(needs)]]
        return needs

    def of_olena(self) -> Need:
        cast = self.people.cast
        at = by_day(self.now - timedelta(days=3))
        town = Municipality.objects.filter(pk=BRNO).first() or self.town("CZ")
        return self.row(
            "housing", OF_OLENA, cast.olena, town, at, Handling(cast.office, cast.office)
        )

    def need(
        self,
        slug: str,
        language: str,
        pattern: Pattern,
        *,
        at: datetime | None = None,
        town: Municipality | None = None,
        handling: Handling | None = None,
    ) -> Need:
        """One need; by chance of the last forty days, and in a town of either country."""
        country = "PL" if language == "pl" else draw(self.random, COUNTRIES)
        if language == "cs" or is_elsewhere(pattern, country):
            country = "CZ"
        country = town.region_id[:2] if town else country
        at = at or by_day(self.now - timedelta(days=self.random.random() ** 1.5 * 40, hours=2))
        if handling is None:
            own = OWN in pattern.answers
            handling = self.by_itself(country) if own else self.handling(country)
        with_email = handling.for_itself or self.random.random() < WITH_EMAIL
        person = self.people.person(language, handling.controller, at, email=with_email)
        return self.row(slug, pattern, person, town or self.town(country), at, handling)

    def handling(self, country: str) -> Handling:
        office = self.people.cast.office
        kind = draw(self.random, HANDLED)
        if kind == "nobody":
            return Handling(office, office)
        organisation = self.random.choice(self.people.active(country))
        if kind == "taken_on":
            return Handling(organisation, office, taken_on=True)
        user = self.random.choice(self.people.coordinators[organisation.pk])
        return Handling(organisation, organisation, posted_by=user)

    def by_itself(self, country: str) -> Handling:
        organisation = self.random.choice(self.people.active(country))
        user = self.random.choice(self.people.coordinators[organisation.pk])
        return Handling(organisation, organisation, posted_by=user, for_itself=True)

    def row(
        self,
        slug: str,
        pattern: Pattern,
        person: Person,
        town: Municipality,
        at: datetime,
        handling: Handling,
    ) -> Need:
        random, category = self.random, self.categories[slug]
        woman = person.pk in self.people.women or person == self.people.cast.olena
        public, text, said = pattern.fill(random, woman=woman)
        answers = self.answers(slug, said, at)
        people = int(said["for"][0])
        need = Need(
            pk=uuid.uuid4(),
            person=person,
            organisation=handling.organisation,
            posted_by=handling.posted_by,
            category=category,
            municipality=town,
            reach_km=random.choice([0, 0, 5, 15, 30]),
            remote=REMOTE in said,
            status=Need.Status.OPEN,
            text=text,
            answers=answers or "",
            language=person.language,
            languages=self.spoken(person.language),
            people=people,
            quantity=self.quantity(slug, answers | _pieces(said), people),
            urgency=int(said["urgent"][0]),
            seeks=True,
            created_at=at,
            confirmed_at=min(at + timedelta(minutes=random.randrange(3, 200)), self.now),
        )
        if category.has_destination:
            need.to_municipality = self.town(town.region_id[:2], Random(str(at)))  # noqa: S311 invented rows
        if category.needs_may_be_public and random.random() < PUBLISHED:
            need.public_text = public
        if not person.email:
            need.code_index = code_index("need", code_make(f"demo-need-{self.people.count}-{at}"))
        if handling.taken_on:
            need.taken_on_at = min(at + timedelta(hours=random.randrange(3, 90)), self.now)
            self.people.disclose(person, handling.organisation, "need", need.taken_on_at)
        if handling.for_itself:
            need.for_organisation = handling.organisation
            need.deliver_to = random.choice(STREETS)
            need.repeats = Need.Repeats.WEEKLY if WEEKLY in said else Need.Repeats.ONCE
        self.set_days(need)
        return need

    def answers(self, slug: str, said: dict, at: datetime) -> dict:
        """To the need's side of the questions, in keeping with the words."""
        asked = [question for question in self.questions[slug] if question.key in said]
        public, sealed = answers_make(asked, said, self.random, at.date())
        return public | sealed

    def quantity(self, slug: str, answers: dict, people: int) -> int:
        if "pieces" in answers:
            return answers["pieces"]
        counting = next((q for q in self.questions[slug] if q.counts), None)
        if counting is None or self.categories[slug].divisible:
            return 1
        return answers.get(f"{slug}.{counting.key}") or people

    def spoken(self, own: str) -> list[str]:
        more = [code for code in ALSO_SPOKEN[own] if self.random.random() < 0.3]
        return sorted({own, *more})

    def set_days(self, need: Need) -> None:
        """Some say from when, and some until when."""
        if self.random.random() < 0.4:
            today = self.now.date()
            need.needed_from = today + timedelta(days=self.random.randrange(20))
            if self.random.random() < 0.5:
                days = self.random.randrange(20, 200)
                need.needed_until = need.needed_from + timedelta(days=days)

    def town(self, country: str, random: Random | None = None) -> Municipality:
        towns, weights = self.towns[country]
        return (random or self.random).choices(towns, cum_weights=weights)[0]


def _pieces(said: dict) -> dict:
    return {"pieces": int(said["pieces"][0])} if "pieces" in said else {}


def patterns_read() -> list[tuple[str, str, Pattern]]:
    """(category, language, pattern) of all."""
    data = tomllib.loads((DATA / "needs.toml").read_text("utf-8"))
    return [
        (slug, language, Pattern(**pattern))
        for slug, languages in data.items()
        for language, patterns in languages.items()
        for pattern in patterns
    ]

"""A year of requests: a need, the offer it met, what the two wrote, and how it ended."""

import tomllib
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from nebe.core.people.models import Person
from nebe.core.privacy.models import Consent
from nebe.exchange.codes import code_index, code_make
from nebe.exchange.models import Match, Message, Need, Offer, OfferCategory
from nebe.exchange.services.matches import SHARE_PURPOSE, SHARE_TEXT

from .chance import by_day, draw, known
from .fates import Made
from .people import People
from .phrases import DATA, filled

ASKS = tomllib.loads((DATA / "requests.toml").read_text("utf-8"))
MESSAGES = tomllib.loads((DATA / "messages.toml").read_text("utf-8"))
LANGUAGES = {"uk": 55, "ru": 11, "en": 14, "vi": 9, "ar": 9, "pl": 4, "cs": 2}
Status = Match.Status
# How old a request is, in days, and what may have become of it by then.
FATES = [
    (2, {Status.UNCONFIRMED: 35, Status.ASKED: 50, Status.ANSWERED: 15}),
    (14, {Status.ASKED: 35, Status.ANSWERED: 35, Status.SHARED: 25, Status.DECLINED: 5}),
    (
        400,
        {
            Status.ASKED: 4,
            Status.ANSWERED: 8,
            Status.SHARED: 14,
            Status.FULFILLED: 34,
            Status.DECLINED: 12,
            Status.WITHDRAWN: 9,
            Status.CLOSED: 19,
        },
    ),
]
NEED_STATUS: dict[str, str] = {
    Status.UNCONFIRMED: Need.Status.UNCONFIRMED,
    Status.SHARED: Need.Status.MET,
    Status.FULFILLED: Need.Status.MET,
    Status.CLOSED: Need.Status.MET,
    Status.WITHDRAWN: Need.Status.WITHDRAWN,
}
AGREED = (Status.SHARED, Status.FULFILLED, Status.CLOSED)
OVER = (Status.FULFILLED, Status.DECLINED, Status.WITHDRAWN, Status.CLOSED)
# Who writes what on the way to each end.
TALKS: dict[str, list[tuple[str, str]]] = {
    Status.ANSWERED: [("helper", "answer")],
    Status.SHARED: [("helper", "answer"), ("seeker", "thanks")],
    Status.FULFILLED: [("helper", "answer"), ("seeker", "thanks"), ("helper", "after")],
    Status.CLOSED: [("helper", "answer"), ("seeker", "thanks"), ("helper", "after")],
    Status.DECLINED: [("helper", "decline")],
}
# The cast's own: Olena asked for four things; two people asked Petr.
OF_OLENA = [Status.SHARED, Status.ANSWERED, Status.ASKED, Status.DECLINED]
TO_PETR = [Status.ANSWERED, Status.ASKED]


@dataclass
class Requests:
    needs: list[Need] = field(default_factory=list)
    matches: list[Match] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    consents: list[Consent] = field(default_factory=list)

    def rows(self) -> list:
        return [*self.needs, *self.matches, *self.messages, *self.consents]


class RequestWriter:
    """Lets people ask for the offers made; fills `made` and the offers' places taken."""

    def __init__(self, people: People, offers: list[Made]):
        self.people, self.random, self.now = people, people.random, people.now
        living = (Offer.Status.LIVE, Offer.Status.PAUSED, Offer.Status.EXHAUSTED)
        self.offers = [one for one in offers if one.public and one.offer.status in living]
        self.made = Requests()

    def write(self, count: int) -> Requests:
        cast = self.people.cast
        of_office = [one for one in self.offers if one.offer.controller == cast.office]
        by_petr = [one for one in of_office if one.offer.person == cast.petr]
        others = [one for one in of_office if one not in by_petr] or self.offers
        for number, status in enumerate(OF_OLENA[:count]):
            self.ask(others[number % len(others)], number, person=cast.olena, status=status)
        for number, status in enumerate(TO_PETR[: len(by_petr)], start=len(OF_OLENA)):
            self.ask(by_petr[number % len(by_petr)], number, status=status)
        for number in range(len(self.made.needs), count):
            self.ask(self.random.choice(self.offers), number)
        return self.made

    def ask(
        self, chosen: Made, number: int, *, person: Person | None = None, status: str = ""
    ) -> None:
        offer, random = chosen.offer, self.random
        category = random.choice(chosen.public)
        texts = ASKS[category.pk]
        language = person.language if person else self.language(texts, offer.languages)
        asked = self.when(offer)
        status = status or self.fate(chosen.counter(category), (self.now - asked).days)
        with_email = random.random() < 0.92
        person = person or self.seeker(language, chosen, asked, with_email)
        need = Need(
            pk=uuid.uuid4(),
            person=person,
            organisation=offer.controller,
            category=category,
            municipality=chosen.places[0].municipality if chosen.places else None,
            status=NEED_STATUS.get(status, Need.Status.OPEN),
            text=self.words(texts[language], person),
            language=language,
            people=random.choice([1, 1, 1, 2, 3, 4]),
            code_index="" if person.email else code_index("need", code_make(f"demo-{number}")),
            created_at=asked,
        )
        match = Match(
            pk=uuid.uuid4(),
            need=need,
            offer=offer,
            organisation=offer.controller,
            status=status,
            created_at=asked,
        )
        self.made.needs.append(need)
        self.made.matches.append(match)
        if status != Status.UNCONFIRMED:
            need.confirmed_at = match.asked_at = asked + timedelta(minutes=random.randrange(2, 90))
            self.follow(need, match, chosen.counter(category))

    def follow(self, need: Need, match: Match, counter: Offer | OfferCategory) -> None:
        """What came after the helper was told."""
        status, at = match.status, self.later(known(match.asked_at))
        talk = TALKS.get(status, [])
        if talk:
            match.answered_at = at
        for side, about in talk:
            self.made.messages.append(self.message(match, side, about, at))
            at = self.later(at)
        if status in AGREED:
            match.helper_shares_at, match.seeker_shares_at = at, self.later(at)
            counter.taken += 1
            match.counted_apart = isinstance(counter, OfferCategory)
            need.found = need.quantity
            need.closed_at = match.seeker_shares_at
        if status in OVER:
            match.closed_at = self.later(match.seeker_shares_at or at)
        # What one helper declined, coordinators look for.
        need.seeks = status == Status.DECLINED
        if status == Status.WITHDRAWN:
            need.closed_at = match.closed_at
        over = None if status == Status.FULFILLED else match.closed_at
        self.made.consents += consents_of(match, withdrawn_at=over)

    def message(self, match: Match, side: str, about: str, at: datetime) -> Message:
        person = match.offer.person if side == "helper" else match.need.person
        texts = MESSAGES[about][person.language]
        return Message(
            pk=uuid.uuid4(),
            match=match,
            sender=person,
            side=side,
            text=self.words(texts, person),
            created_at=at,
        )

    def words(self, texts: list[str], writer: Person) -> str:
        woman = writer.pk in self.people.women or writer == self.people.cast.olena
        return filled(self.random.choice(texts), self.random, {"g": (int(woman), "")})

    def language(self, texts: dict, spoken: list[str]) -> str:
        """People ask those who speak their language rather than others."""
        weights = {c: w * (8 if c in spoken else 1) for c, w in LANGUAGES.items() if c in texts}
        return draw(self.random, weights)

    def seeker(self, language: str, chosen: Made, at: datetime, with_email: bool) -> Person:
        return self.people.person(language, chosen.offer.controller, at, email=with_email)

    def when(self, offer: Offer) -> datetime:
        """Mostly in the first weeks of an offer; some only days ago."""
        published = known(offer.published_at)
        room = self.now - published
        if self.random.random() < 0.25:
            last = min(room, timedelta(days=self.random.choice([2, 10, 20])))
            return self.now - last * self.random.random()
        return min(by_day(published + room * self.random.random() ** 2), self.now)

    def fate(self, counter: Offer | OfferCategory, age: int) -> str:
        fates = dict(next(fates for days, fates in FATES if age < days))
        if counter.taken >= (counter.capacity or 0):
            fates = {s: w for s, w in fates.items() if s not in AGREED}
        return draw(self.random, fates)

    def later(self, at: datetime) -> datetime:
        """Some hours on, never beyond now."""
        return min(by_day(at + timedelta(minutes=self.random.randrange(20, 2400))), self.now)


def consents_of(match: Match, *, withdrawn_at: datetime | None) -> list[Consent]:
    """Of both sides to the other; nothing where they have not both agreed."""
    if not match.seeker_shares_at:
        return []
    seeker, helper = match.need.person, match.offer.person
    return [
        Consent(
            pk=uuid.uuid4(),
            person_id=one.pk,
            purpose=SHARE_PURPOSE,
            recipients=[str(other.pk)],
            text_version=SHARE_TEXT,
            language=one.language,
            given_at=known(at),
            withdrawn_at=withdrawn_at,
        )
        for one, other, at in (
            (seeker, helper, match.seeker_shares_at),
            (helper, seeker, match.helper_shares_at),
        )
    ]

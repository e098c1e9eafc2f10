"""Needs that Jana's organisation has taken on, with a match or two in each state."""

import tomllib
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from nebe.core.people.models import Person
from nebe.core.privacy.models import Consent
from nebe.exchange.models import (
    Category,
    Feedback,
    Match,
    MatchStep,
    Message,
    Need,
    NeedNote,
    Offer,
    OfferCategory,
    Tag,
)

from .chance import by_day
from .fates import Made
from .needs import Handling, NeedWriter, patterns_read
from .people import People
from .phrases import DATA
from .requests import RequestWriter, consents_of

WORDS = tomllib.loads((DATA / "course.toml").read_text("utf-8"))
Status, By = Match.Status, MatchStep.By
UNTIL_OFFERED = [Status.PROPOSED, Status.TAKEN_ON, Status.OFFERED]
UNTIL_SHARED = [*UNTIL_OFFERED, Status.SHARED]
WAYS = {
    Status.PROPOSED: [Status.PROPOSED],
    Status.TAKEN_ON: [Status.PROPOSED, Status.TAKEN_ON],
    Status.OFFERED: UNTIL_OFFERED,
    Status.SHARED: UNTIL_SHARED,
    Status.ARRANGED: [*UNTIL_SHARED, Status.ARRANGED],
    Status.FULFILLED: [*UNTIL_SHARED, Status.ARRANGED, Status.FULFILLED],
    Status.FAILED: [*UNTIL_SHARED, Status.FAILED],
}
WHO: dict[str, str] = {
    Status.SHARED: By.SEEKER,
    Status.ARRANGED: By.HELPER,
    Status.FULFILLED: By.SEEKER,
    Status.FAILED: By.SEEKER,
}
ROOM = {"housing": 4, "transport": 2}  # as much as any of these needs asks for
# (where the match stands, kind of help, language of who asks, whose: the cast's or anybody's)
COURSES = [
    (Status.PROPOSED, "housing", "uk", ""),
    (Status.PROPOSED, "tutoring", "vi", ""),
    (Status.TAKEN_ON, "interpreting", "ar", ""),
    (Status.OFFERED, "tutoring", "uk", "olena"),
    (Status.OFFERED, "transport", "ru", "petr"),
    (Status.SHARED, "leisure", "uk", "olena"),
    (Status.ARRANGED, "administrative-help", "uk", "olena"),
    (Status.ARRANGED, "material-help", "en", "petr"),
    (Status.FULFILLED, "textbooks", "uk", "olena"),
    (Status.FULFILLED, "health-care", "ru", ""),
    (Status.FAILED, "housing", "en", ""),
]


@dataclass
class Courses:
    """All rows in the order in which they are inserted."""

    needs: list[Need] = field(default_factory=list)
    matches: list[Match] = field(default_factory=list)
    steps: list[MatchStep] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    consents: list[Consent] = field(default_factory=list)
    feedback: list[Feedback] = field(default_factory=list)
    about: list = field(default_factory=list)  # assignees, tags, notes

    def rows(self) -> list:
        talked = [*self.steps, *self.messages, *self.consents, *self.feedback]
        return [*self.needs, *self.matches, *talked, *self.about]


class CourseWriter:
    """Sees needs through with the offers made; fills the offers' places taken."""

    def __init__(self, people: People, offers: list[Made], needs: NeedWriter, talk: RequestWriter):
        self.people, self.random, self.now = people, people.random, people.now
        self.offers, self.needs, self.talk = offers, needs, talk
        self.made = Courses()

    def write(self) -> Courses:
        for number, (status, slug, language, whose) in enumerate(COURSES):
            self.see_through(number, status, slug, language, whose)
        self.work()
        return self.made

    def see_through(self, number: int, status: str, slug: str, language: str, whose: str) -> None:
        """One need with one match; nothing where no offer of that kind has a place."""
        chosen = next(iter(self.offers_of(slug, language, whose)), None)
        if chosen is None:
            return
        begun = by_day(self.now - timedelta(days=9 - number / 2))
        need = self.need(slug, language, whose, chosen, begun)
        match = Match(
            pk=uuid.uuid4(),
            need=need,
            offer=chosen.offer,
            organisation=need.organisation,
            status=status,
            units=need.quantity,
            created_at=begun + timedelta(hours=5),
        )
        self.made.needs.append(need)
        self.made.matches.append(match)
        self.go(match)
        if status in Match.AGREED:
            counter = chosen.counter(need.category)
            counter.taken += match.units
            match.counted_apart = isinstance(counter, OfferCategory)
            need.status, need.found = Need.Status.MET, need.quantity
            need.closed_at = match.seeker_shares_at

    def offers_of(self, slug: str, language: str, whose: str) -> list[Made]:
        """Live ones in the Czech Republic with room, those who speak the language first."""
        cast, category = self.people.cast, self.needs.categories[slug]
        today = self.now.date()
        used = {match.offer for match in self.made.matches}
        found = [
            one
            for one in self.offers
            if one.offer.status == Offer.Status.LIVE
            and one.offer not in used
            and category in one.to_propose
            and all(place.municipality.pk.startswith("CZ-") for place in one.places)
            and (one.offer.person == cast.petr) == (whose == "petr")
            and (one.offer.available_until or today) >= today
            and self.has_room(one, category)
        ]
        return sorted(found, key=lambda one: language not in one.offer.languages)

    def has_room(self, one: Made, category: Category) -> bool:
        counter = one.counter(category)
        return (counter.capacity or 0) - counter.taken >= ROOM.get(category.pk, 1)

    def need(self, slug: str, language: str, whose: str, chosen: Made, at: datetime) -> Need:
        cast = self.people.cast
        pattern = next(p for s, code, p in patterns_read() if (s, code) == (slug, language))
        person: Person = (
            cast.olena if whose == "olena" else self.people.person(language, cast.office, at)
        )
        town = chosen.places[0].municipality if chosen.places else self.needs.town("CZ")
        handling = Handling(cast.pomoc, cast.office, taken_on=True)
        need = self.needs.row(slug, pattern, person, town, at, handling)
        need.taken_on_at = at + timedelta(hours=4)
        return need

    def go(self, match: Match) -> None:
        """All moves up to where it stands, each some hours after the one before."""
        frm, at = "", match.created_at
        for to in WAYS[Status(match.status)]:
            by = WHO.get(to, By.STAFF)
            user = self.people.cast.jana if by == By.STAFF else None
            self.made.steps.append(
                MatchStep(pk=uuid.uuid4(), match=match, frm=frm, to=to, at=at, by=by, user=user)
            )
            self.moved(match, to, at)
            frm, at = to, min(at + timedelta(hours=self.random.randrange(3, 20)), self.now)

    def moved(self, match: Match, to: str, at: datetime) -> None:
        """What hangs on the move to a state."""
        if to == Status.TAKEN_ON:
            match.coordinator = self.people.cast.jana
        if to == Status.OFFERED:
            match.asked_at = at
            # The helper has said yes already, so that Olena may.
            match.helper_shares_at = at + timedelta(minutes=20)
            if match.offer.person == self.people.cast.petr and match.status == to:
                match.helper_shares_at = None
        if to == Status.SHARED:
            match.seeker_shares_at = at
            for side, about in (("helper", "answer"), ("seeker", "thanks")):
                self.made.messages.append(self.talk.message(match, side, about, at))
                at += timedelta(minutes=25)
        if to in (Status.FAILED, Status.FULFILLED):
            match.closed_at = at
        if to in (Status.ARRANGED, Status.FAILED):
            self.made.steps[-1].text = WORDS[to][self.language(match, WHO[to])]
        if to == Status.FAILED:
            self.made.steps[-1].reason = MatchStep.Reason.NOT_AS_DESCRIBED
        if to == Status.FULFILLED:
            self.made.feedback += [self.feedback(match, side, at) for side in By.values[:2]]
        if to == match.status and match.seeker_shares_at:
            over = at if to == Status.FAILED else None
            self.made.consents += consents_of(match, withdrawn_at=over)

    def feedback(self, match: Match, side: str, at: datetime) -> Feedback:
        return Feedback(
            pk=uuid.uuid4(),
            match=match,
            side=side,
            went=Feedback.Went.WELL,
            person=_person(match, side),
            text=WORDS["went_well"][self.language(match, side)],
            created_at=at,
        )

    def language(self, match: Match, side: str) -> str:
        return _person(match, side).language

    def work(self) -> None:
        """Who does what at Jana's organisation: assignees, a note, a tag, dates to look again."""
        cast, needs = self.people.cast, self.made.needs
        tag = Tag(organisation=cast.pomoc, name=WORDS["staff"]["tag"])
        if not needs:
            return
        assigned = [(need, cast.jana) for need in needs[1:]]
        assigned += [(need, cast.adam) for need in needs[2:4]]
        self.made.about += [Need.assignees.through(need=need, user=user) for need, user in assigned]
        self.made.about.append(tag)
        self.made.about.append(Need.tags.through(need=needs[0], tag=tag))  # type: ignore[misc]  # the stubs do not know this table
        note = NeedNote(
            pk=uuid.uuid4(),
            need=needs[0],
            by=cast.jana,
            text=WORDS["staff"]["note"],
            created_at=self.now - timedelta(days=1),
        )
        self.made.about.append(note)
        today = self.now.date()
        needs[0].follow_up_on = today - timedelta(days=2)
        needs[-1].follow_up_on = today + timedelta(days=3)


def _person(match: Match, side: str) -> Person:
    return match.need.person if side == By.SEEKER else match.offer.person

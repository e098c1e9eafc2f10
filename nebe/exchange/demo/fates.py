"""What became of an offer: vetted or not, published, taken on, used up, withdrawn."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from nebe.exchange.models import Category, Offer, OfferCategory, OfferPlace, Vetting
from nebe.exchange.texts import CODE_OF_CONDUCT_VERSION
from nebe.exchange.visibility import Visibility, offer_visibility

from .chance import draw, known
from .people import People

Status = Offer.Status
# What becomes of those that went live, in per cent.
LATER = {
    Status.LIVE: 80,
    Status.EXHAUSTED: 8,
    Status.PAUSED: 5,
    Status.WITHDRAWN: 5,
    Status.HIDDEN: 2,
}
VETTED, ACCEPTED, TAKEN_ON = 0.84, 0.93, 0.35
GROUNDS = {
    True: {
        "CZ": "Osobní pohovor, ověřená totožnost, dobré reference.",
        "PL": "Rozmowa osobista, sprawdzona tożsamość, dobre referencje.",
    },
    False: {
        "CZ": "Nepodařilo se ověřit totožnost, na dvě výzvy nepřišla odpověď.",
        "PL": "Nie udało się potwierdzić tożsamości, brak odpowiedzi na dwa wezwania.",
    },
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

    @property
    def to_propose(self) -> list[Category]:
        """What coordinators may propose: the public ones, and those for organisations only."""
        closed = Category.Openness.ORGANISATIONS
        return [k.category for k in self.kinds if k.public or k.category.openness == closed]

    def counter(self, category: Category) -> Offer | OfferCategory:
        """What counts the places of this kind of help."""
        [kind] = [one for one in self.kinds if one.category_id == category.pk]
        return self.offer if kind.capacity is None else kind

    @property
    def is_used_up(self) -> bool:
        counters = [self.counter(kind.category) for kind in self.kinds]
        return all(one.taken >= (one.capacity or 0) for one in counters)

    @property
    def is_remote_only(self) -> bool:
        return self.offer.remote and not self.places


class Fates:
    def __init__(self, people: People):
        self.people, self.random, self.now = people, people.random, people.now

    def settle(self, made: Made, country: str, *, lucky: bool) -> None:
        """Vet it, publish it, and let time pass; the lucky ones stay live."""
        offer = made.offer
        if not offer.person.name:
            return self.leave_unconfirmed(offer)
        self.vet(made, country, lucky)
        visibility = self.visibility(made)
        offer.status = visibility.status
        if offer.status == Status.LIVE and not lucky:
            offer.status = draw(self.random, LATER)
        for kind in made.kinds:
            kind.public = kind.category_id in visibility.public and offer.status != Status.WITHDRAWN
        if visibility.public:
            offer.updated_at = max([known(offer.confirmed_at), *(v.at for v in made.vettings)])
            offer.published_at = offer.updated_at
        if self.random.random() < TAKEN_ON:
            self.take_on(offer, country)

    def leave_unconfirmed(self, offer: Offer) -> None:
        offer.status, offer.confirmed_at = Status.UNCONFIRMED, None
        offer.updated_at = offer.created_at
        name, _ = self.people.name(offer.language)
        claimed: Any = {"name": name, "phone": "", "code_of_conduct": CODE_OF_CONDUCT_VERSION}
        offer.claimed = claimed

    def vet(self, made: Made, country: str, lucky: bool) -> None:
        """A coordinator's yes or no on most categories that need one."""
        for kind in made.kinds:
            openness = kind.category.openness_for(remote_only=made.is_remote_only)
            if openness == Category.Openness.VETTED and (lucky or self.random.random() < VETTED):
                made.vettings += self.vetting(made, kind.category, country, lucky)

    def vetting(self, made: Made, category: Category, country: str, lucky: bool) -> list[Vetting]:
        """One vetting, or none when its time has not come."""
        # Seconds of their own, so that two vettings of one offer have an order.
        wait = timedelta(hours=self.random.randrange(5, 200), seconds=len(made.vettings))
        at = known(made.offer.confirmed_at) + wait
        if at > self.now:
            return []
        organisation = self.random.choice(self.people.active(country))
        accepted = lucky or self.random.random() < ACCEPTED
        return [
            Vetting(
                offer=made.offer,
                category=category,
                organisation=organisation,
                by=self.random.choice(self.people.coordinators[organisation.pk]),
                at=at,
                accepted=accepted,
                grounds=GROUNDS[accepted][country],
                licence_checked=accepted and category.licence_required,
                facts=dict.fromkeys(category.checks, at.date().isoformat()) if accepted else {},
            )
        ]

    def visibility(self, made: Made) -> Visibility:
        return offer_visibility(
            categories=[kind.category for kind in made.kinds],
            remote_only=made.is_remote_only,
            vettings=made.vettings,
            today=self.now.date(),
        )

    def take_on(self, offer: Offer, country: str) -> None:
        """An organisation handles it, and so sees the helper's contact."""
        local = self.people.active(country)
        offer.handler = offer.controller if offer.controller in local else self.random.choice(local)
        self.people.disclose(offer.person, offer.handler, "offer", known(offer.confirmed_at))

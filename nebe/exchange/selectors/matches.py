"""What the two sides of a match may read of it."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from django_scopes import scope, scopes_disabled

from nebe.core.crypto.fields import reveal
from nebe.core.people.models import Person, User
from nebe.core.people.persons import email_indexes
from nebe.core.texts import contacts
from nebe.core.texts.languages import language_guess

from ..models import Attachment, Feedback, Match, MatchStep, Message, Need, Offer
from ..texts import CODE_OF_CONDUCT_VERSION

Status = Match.Status
Side = Message.Side
NOT_TOLD = (Status.UNCONFIRMED, *Match.INTERNAL)  # the helper


def person_of_link(pk: UUID) -> Person | None:
    """The bearer of a private link: no organisation acts, so the id alone finds the row."""
    with scopes_disabled():
        return Person.objects.select_related("controller").filter(pk=pk).first()


def match_of_link(pk: UUID) -> Match | None:
    with scopes_disabled():
        return _with_parts(Match.objects.filter(pk=pk)).first()


def match_of_code(indexes: list[str]) -> Match | None:
    """The request of someone who has only a code on paper."""
    with scopes_disabled():
        return _with_parts(Match.objects.filter(need__code_index__in=indexes)).first()


def person_of_code(indexes: list[str]) -> Person | None:
    with scopes_disabled():
        need = Need.objects.select_related("person").filter(code_index__in=indexes).first()
    return need.person if need else None


def person_of_user(user: User) -> Person | None:
    """The helper or asker whose account this is."""
    with scopes_disabled():
        return Person.objects.filter(user=user).order_by("created_at").first()


def persons_of_email(email: str) -> list[Person]:
    """Everyone known under an address, once for each controller."""
    with scopes_disabled():
        return list(Person.objects.filter(email_index__in=email_indexes(email)))


def _with_parts(matches: QuerySet[Match]) -> QuerySet[Match]:
    return matches.select_related(
        "need__person",
        "need__category",
        "need__municipality",
        "offer__person",
        "offer__controller",
    )


def known_to_seeker(matches: QuerySet[Match]) -> QuerySet[Match]:
    """Without what only coordinators know: proposals, also those that were dismissed or expired."""
    proposed = MatchStep.objects.filter(match=OuterRef("pk"), to=Status.PROPOSED)
    never_told = Q(Exists(proposed), asked_at=None)
    return matches.exclude(status__in=Match.INTERNAL).exclude(never_told)


def known_to_helper(matches: QuerySet[Match]) -> QuerySet[Match]:
    """Only those of which the helper was told."""
    return matches.exclude(status__in=NOT_TOLD).exclude(asked_at=None)


def asked_by(person: Person) -> list[Match]:
    """The requests of a person, newest first."""
    with scopes_disabled():  # whichever organisation has taken the need on
        mine = known_to_seeker(Match.objects.filter(need__person=person))
        return list(_with_parts(mine).order_by("-created_at"))


def asked_of(person: Person) -> list[Match]:
    """Confirmed requests to the offers of a person, newest first."""
    with scopes_disabled():
        matches = known_to_helper(Match.objects.filter(offer__person=person))
        return list(_with_parts(matches).order_by("-asked_at"))


def offers_of(person: Person) -> QuerySet[Offer]:
    return Offer.objects.filter(person=person).order_by("-number")


def conduct_is_old(person: Person) -> bool:
    """A helper who has not accepted the code of conduct as it is now.

    Where an earlier one was accepted, nothing is proposed meanwhile: see `bans.proposable`.
    """
    if person.code_of_conduct == CODE_OF_CONDUCT_VERSION:
        return False
    over = (Offer.Status.WITHDRAWN, Offer.Status.REFUSED, Offer.Status.UNCONFIRMED)
    return offers_of(person).exclude(status__in=over).exists()


def match_for(person: Person, pk: UUID) -> tuple[Match, str] | None:
    """A match and the side on which this person stands; None for everybody else's."""
    with scopes_disabled():
        own = Q(need__person=person) | Q(offer__person=person)
        known = known_to_seeker(Match.objects.filter(own, pk=pk))
        match = _with_parts(known).first()
    if match is None:
        return None
    if match.need.person_id == person.pk:
        return match, Side.SEEKER
    return (match, Side.HELPER) if match.asked_at else None


@dataclass(frozen=True)
class Entry:
    """One message as this reader may see it. `pk` is None for the request itself.

    `by` is a side of the match, or a coordinator of `organisation`; `language` is a guess.
    """

    pk: UUID | None
    text: str
    by: str
    mine: bool
    at: datetime
    held_back: bool  # contacts in it are not shown yet
    language: str
    organisation: str = ""
    files: tuple[Attachment, ...] = ()  # without their content


def talk(match: Match, side: str) -> list[Entry]:
    """The request and its messages, oldest first; contacts are held back until both agree."""
    return _entries(match, side, messages_of([match]).get(match.pk, []))


def talks(matches: list[Match], side: str) -> list[list[Entry]]:
    """The same of many matches, in their order."""
    messages = messages_of(matches)
    return [_entries(match, side, messages.get(match.pk, [])) for match in matches]


def messages_of(matches: list[Match]) -> dict[UUID, list[Message]]:
    found: dict[UUID, list[Message]] = {}
    with scopes_disabled():  # to the two sides and who reads along, whichever organisation's
        files = Prefetch("attachments", Attachment.objects.defer("content"))
        rows = Message.objects.filter(match__in=matches).select_related("organisation")
        for message in reveal(rows.prefetch_related(files)):
            found.setdefault(message.match_id, []).append(message)
    return found


def _entries(match: Match, side: str, messages: list[Message]) -> list[Entry]:
    asked = _entry(None, match.need.text, Side.SEEKER, match.created_at, match, side)
    first = [asked] if asked.text else []  # a coordinator may have noted answers only
    return [*first, *(_entry_of(message, match, side) for message in messages)]


def _entry_of(message: Message, match: Match, side: str) -> Entry:
    entry = _entry(message.pk, message.text, message.side, message.created_at, match, side)
    name = message.organisation.name if message.organisation else ""
    return replace(entry, organisation=name, files=tuple(message.attachments.all()))


def _entry(pk, text, by, at, match, side) -> Entry:
    held_back = match.status not in Match.AGREED and bool(contacts.find(text))
    if held_back:
        text = contacts.mask(text, _("[contact not shown yet]"))
    person = match.offer.person if by == Side.HELPER else match.need.person
    language = language_guess(text, likely=person.language)
    return Entry(pk, text, by, by == side, at, held_back, language)


@dataclass(frozen=True)
class SharedContact:
    name: str
    email: str
    phone: str
    hours: str


def contact_of_other(match: Match, side: str) -> SharedContact | None:
    """The other side's contact, once both have agreed and as long as the match stands."""
    if match.status not in Match.AGREED:
        return None
    other = match.need.person if side == Side.HELPER else match.offer.person
    hours = match.offer.contact_hours if side == Side.SEEKER else ""
    return SharedContact(other.name, other.email, other.phone, hours)


def arranged(match: Match) -> str:
    """When and where, as one of the two or a coordinator wrote it; only for those who agreed."""
    return arranged_of([match]).get(match.pk, "")


def arranged_of(matches: list[Match]) -> dict[UUID, str]:
    agreed = [match for match in matches if match.status in Match.AGREED]
    with scopes_disabled():
        steps = MatchStep.objects.filter(match__in=agreed, to=Status.ARRANGED, undone_at=None)
        rows = reveal(steps.select_related("match__need"))
    return {step.match_id: step.text for step in rows}


def feedback_of(match: Match, side: str) -> Feedback | None:
    with scope(organisation=match.organisation_id):
        return Feedback.objects.filter(match=match, side=side).first()


def has_said(match: Match, side: str) -> bool:
    """Whether this side said how it went."""
    with scope(organisation=match.organisation_id):
        return Feedback.objects.filter(match=match, side=side).exists()

"""All that a person may take along to read without a connection."""

from dataclasses import dataclass

from nebe.core.crypto.fields import reveal
from nebe.core.people.models import Person
from nebe.core.ui.templatetags.ui import listed

from ..languages import names
from ..models import Match, Message, Need
from .matches import (
    Entry,
    SharedContact,
    arranged_of,
    asked_by,
    asked_of,
    contact_of_other,
    talks,
)
from .needs_own import need_answers, needs_of

TALKS = 30  # of each kind, the newest: a page for a phone


@dataclass(frozen=True)
class KeptTalk:
    match: Match
    side: str
    contact: SharedContact | None
    arranged: str
    entries: list[Entry]


@dataclass(frozen=True)
class KeptNeed:
    need: Need
    answers: list
    languages: str


@dataclass(frozen=True)
class Kept:
    """What a person asked for, what was found, what was written, what comes next."""

    needs: list[KeptNeed]
    asked_by: list[KeptTalk]
    asked_of: list[KeptTalk]


def kept_of(person: Person) -> Kept:
    needs = [
        KeptNeed(need, need_answers(need), listed(names(need.languages)))
        for need in needs_of(person)[:TALKS]
    ]
    return Kept(
        needs=needs,
        asked_by=_talks(asked_by(person), Message.Side.SEEKER),
        asked_of=_talks(asked_of(person), Message.Side.HELPER),
    )


def _talks(matches: list[Match], side: str) -> list[KeptTalk]:
    matches = reveal(matches[:TALKS])
    agreed = arranged_of(matches)
    return [
        KeptTalk(match, side, contact_of_other(match, side), agreed.get(match.pk, ""), entries)
        for match, entries in zip(matches, talks(matches, side), strict=True)
    ]

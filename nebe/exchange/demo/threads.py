"""Conversations with more than two: a picture was sent, Jana reads along; another one waits."""

import uuid
from datetime import timedelta
from random import Random

from django.db.models import Model

from nebe.exchange.models import Attachment, Joining, Match, Message

from .chance import known
from .course import WORDS, Courses
from .drawings import drawing
from .people import People

PICTURE = "textbooks"  # of the drawings


def threads_make(people: People, courses: Courses) -> list[Model]:
    """Rows beside the courses': of the first of Olena's, and of the next that both agreed to."""
    agreed = [match for match in courses.matches if match.status in Match.AGREED]
    hers = [match for match in agreed if match.need.person == people.cast.olena]
    if not hers:
        return []
    others = [match for match in agreed if match is not hers[0]]
    return [*_joined(people, hers[0]), *(row for match in others[:1] for row in _waiting(match))]


def _joined(people: People, match: Match) -> list[Model]:
    helper, jana, pomoc = match.offer.person, people.cast.jana, people.cast.pomoc
    asked = known(match.seeker_shares_at) + timedelta(hours=1)
    sent = _message(
        match, "helper", WORDS["picture"][helper.language], asked - timedelta(minutes=20)
    )
    sent.sender = helper
    told = _message(match, "staff", WORDS["staff"]["joined"], asked + timedelta(hours=3))
    told.organisation, told.user = pomoc, jana
    picture = drawing(PICTURE, Random(1)) or b""  # noqa: S311
    return [
        sent,
        told,
        Attachment(
            pk=uuid.uuid4(), message=sent, kind=Attachment.Kind.PICTURE,
            size=len(picture), content=picture,
        ),
        Joining(
            pk=uuid.uuid4(), match=match, organisation=pomoc, side="seeker", user=jana,
            asked_at=asked, joined_at=asked + timedelta(hours=2),
        ),
    ]  # fmt: skip


def _waiting(match: Match) -> list[Model]:
    asked = known(match.seeker_shares_at) + timedelta(hours=4)
    joining = Joining(
        pk=uuid.uuid4(), match=match, organisation=match.organisation, side="helper", asked_at=asked
    )
    return [joining]


def _message(match: Match, side: str, text: str, at) -> Message:
    return Message(pk=uuid.uuid4(), match=match, side=side, text=text, created_at=at)

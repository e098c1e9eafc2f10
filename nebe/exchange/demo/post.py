"""The mails of the last days, so that the demonstration's mailbox holds links that work."""

from datetime import timedelta

from nebe.exchange import mails
from nebe.exchange.models import Match, Offer

from .chance import known
from .course import Courses
from .fates import Made
from .people import People
from .requests import Requests

RECENT = timedelta(days=4)


def post_send(people: People, made: list[Made], requests: Requests, courses: Courses) -> None:
    """To all of the last days, and to the cast whenever it was."""
    since = people.now - RECENT
    cast = (people.cast.olena, people.cast.petr)
    for offer in (one.offer for one in made):
        if offer.status == Offer.Status.UNCONFIRMED:
            mails.offer_confirm_send(offer)
        elif known(offer.confirmed_at) > since or offer.person in cast:
            mails.offer_welcome_send(offer)
    for match in requests.matches:
        if match.asked_at is None:
            mails.ask_confirm_send(match)
        elif match.asked_at > since or match.need.person in cast or match.offer.person in cast:
            mails.asked_send(match)
        if match.status == Match.Status.SHARED and match.need.person in cast:
            mails.shared_send(match)
    for message in requests.messages:
        if message.created_at > since:
            mails.message_notice_send(message)
    for match in courses.matches:
        if match.status == Match.Status.OFFERED:
            mails.offered_send(match)
        if match.status == Match.Status.FULFILLED:
            mails.fulfilled_send(match)

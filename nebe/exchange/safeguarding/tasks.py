"""Signals are looked for after the fact, by jobs: nobody waits for them, nothing is held up."""

from nebe.core.jobs import job

from ..models import Match, Message, Need, Offer
from . import watch


@job(system=True)
def offer_watch_job(offer_id: str) -> None:
    if offer := Offer.objects.select_related("person").filter(pk=offer_id).first():
        watch.offer_watch(offer)


@job(system=True)
def need_watch_job(need_id: str) -> None:
    if need := Need.objects.select_related("person").filter(pk=need_id).first():
        watch.need_watch(need)


@job(system=True)
def message_watch_job(message_id: str) -> None:
    rows = Message.objects.select_related("sender", "match__need", "match__offer")
    if message := rows.filter(pk=message_id).first():
        watch.message_watch(message)


@job(system=True)
def contact_watch_job(match_id: str, side: str) -> None:
    """One side of a match has given its contact."""
    rows = Match.objects.select_related("need__person", "offer__person")
    if match := rows.filter(pk=match_id).first():
        person = match.need.person if side == Message.Side.SEEKER else match.offer.person
        watch.person_watch(person, match)

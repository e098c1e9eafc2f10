"""What safeguarding looks into: three cases found by the real rules, and one helper banned."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from nebe.core.people.actors import Actor
from nebe.core.people.models import Role
from nebe.exchange.models import Ban, Match, Message, Offer, SafeguardingCase
from nebe.exchange.safeguarding.watch import message_watch, offer_is_held, offer_watch
from nebe.exchange.services.bans import person_ban

from .course import WORDS
from .fates import Made
from .people import People

SAID = WORDS["signals"]
Status = Offer.Status


@dataclass
class Odd:
    """Offers and a message of the network's own people; None where there is none of the kind."""

    aimed: Offer | None = None
    elsewhere: Message | None = None
    banned: Offer | None = None
    returning: Offer | None = None


def odd_make(
    people: People, made: list[Made], messages: list[Message], busy: Collection[Offer]
) -> Odd:
    """Rewrite some of what is not saved yet, so that the rules see something.

    The offers in `busy` are left as they are.
    """
    office, cast = people.cast.office, (people.cast.petr, people.cast.olena)
    own = [
        one
        for one in made
        if one.offer.controller == office
        and not one.offer.handler
        and one.offer.person not in cast
        and one.offer not in busy
    ]
    homes = [one for one in own if "housing" in {category.pk for category in one.to_propose}]
    odd = Odd(
        aimed=_first(homes, Status.LIVE) or _first(own, Status.LIVE),
        banned=_first(own, Status.HIDDEN) or _hidden(own),
        returning=_first(own, Status.WAITING) or _hidden(own),
        elsewhere=next((one for one in messages if _is_early(one, people)), None),
    )
    if odd.aimed:
        odd.aimed.title, odd.aimed.text = SAID["aimed_title"], SAID["aimed_text"]
        odd.aimed.language = "cs"
    if odd.elsewhere:
        odd.elsewhere.text = SAID["elsewhere"]
    if odd.banned and odd.returning:
        known, new = odd.banned.person, odd.returning.person
        new.phone, new.phone_index = known.phone, known.phone_index
    return odd


def _first(made: list[Made], status: str) -> Offer | None:
    return next((one.offer for one in made if one.offer.status == status), None)


def _hidden(made: list[Made]) -> Offer | None:
    """The last live one, out of sight from now on: a small demonstration may have none such."""
    live = [one.offer for one in made if one.offer.status == Status.LIVE]
    if len(live) < 2:  # the first is looked at for its words
        return None
    live[-1].status = Status.HIDDEN
    return live[-1]


def _is_early(message: Message, people: People) -> bool:
    """Written by a helper, to whom the other side has not agreed yet."""
    match = message.match
    is_helpers = message.side == Message.Side.HELPER and match.offer.person != people.cast.petr
    early = match.status == Match.Status.ANSWERED and match.organisation == people.cast.office
    return is_helpers and early


def odd_watch(people: People, odd: Odd) -> None:
    """Ban the one, and let the rules look at the others; to be called after all is saved."""
    office, eva, now = people.cast.office, people.cast.eva, people.now
    actor = Actor(user=eva, organisation=office, roles=frozenset({Role.NETWORK_ADMIN}))
    if odd.banned:
        ban = person_ban(
            person=odd.banned.person,
            cause=Ban.Cause.EXPLOITATION,
            reason=SAID["banned_for"],
            review_on=now.date() + timedelta(days=160),
            actor=actor,  # type: ignore[arg-type]  # it has both an account and an organisation
        )
        Ban.objects.filter(pk=ban.pk).update(at=now - timedelta(days=20))
    if odd.aimed:
        offer_watch(odd.aimed)
    if odd.elsewhere:
        message_watch(odd.elsewhere)
    if odd.returning:
        offer_is_held(odd.returning)
    for hours, case in enumerate(SafeguardingCase.objects.order_by("created_at", "pk"), start=1):
        SafeguardingCase.objects.filter(pk=case.pk).update(
            created_at=now - timedelta(hours=9 * hours)
        )
    looked_into = SafeguardingCase.objects.filter(match=None, holds=False)
    looked_into.update(status=SafeguardingCase.Status.IN_WORK, taken_by=eva)

"""Needs and matches for tests of how they are seen through."""

import uuid

from django_scopes import scope, scopes_disabled

from nebe.core.people.actors import Actor
from nebe.core.people.persons import person_get_or_create
from nebe.exchange.models import Match, Need
from nebe.exchange.services.match_course import match_offer_at_once
from nebe.exchange.services.matches import match_share_contact

NOBODY = Actor.nobody()


def need_make(
    organisation, category, *, email="olena@example.org", controller=None, **fields
) -> Need:
    """An open need to be searched for, handled by `organisation`."""
    person = person_get_or_create(
        email=email, name="Olena", language="en", controller=controller or organisation
    )
    values = {"status": Need.Status.OPEN, "seeks": True, "language": "en"} | fields
    with scope(organisation=organisation):
        return Need.objects.create(
            person=person,
            organisation=organisation,
            category=category,
            once=uuid.uuid4().hex,
            **values,
        )


def loaded(match: Match) -> Match:
    """Anew from the database."""
    with scopes_disabled():
        return Match.objects.select_related("need__person", "offer__person").get(pk=match.pk)


def offered(need: Need, offer, actor) -> Match:
    return loaded(match_offer_at_once(need=need, offer=offer, actor=actor))


def shared(need: Need, offer, actor) -> Match:
    """Both have said yes."""
    match = offered(need, offer, actor)
    for side in ("seeker", "helper"):
        match_share_contact(match=match, side=side, actor=NOBODY)
    return loaded(match)

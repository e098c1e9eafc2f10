"""Who writes for their organisation, and who keeps what the network publishes."""

from nebe.core.people.actors import Actor
from nebe.core.people.models import Role

KEEPERS = (Role.EDITOR, Role.NETWORK_ADMIN)  # in the network's office
WRITERS = (Role.ORGANISATION_ADMIN, Role.EDITOR, Role.NETWORK_ADMIN)


def keeps(actor: Actor) -> bool:
    organisation = actor.organisation
    return bool(organisation and organisation.is_network and actor.can(*KEEPERS))


def writes(actor: Actor | None) -> bool:
    """Whether somebody has a role for it; a network admin's session is asked for by the view."""
    return bool(actor and not actor.roles.isdisjoint(WRITERS))

"""Who comes in where records are changed."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404

from nebe.core.people.access import staff, to_elevation
from nebe.core.people.models import Role
from nebe.core.people.requests import StaffRequest

from ..selectors.records import KEEPERS, OFFICERS, is_office


def officers(view: Callable) -> Callable:
    """Editors and admins of any organisation; in the office those who keep all records."""

    @wraps(view)
    def checked(request: StaffRequest, *args, **kwargs):
        actor = request.actor
        wanted = KEEPERS if is_office(actor) else OFFICERS
        if actor.roles.isdisjoint(wanted):
            raise Http404
        return view(request, *args, **kwargs) if actor.can(*wanted) else to_elevation(request)

    return staff(Role.EDITOR, Role.ORGANISATION_ADMIN, Role.NETWORK_ADMIN)(checked)

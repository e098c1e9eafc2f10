"""Who is acting: the person behind a request, the organisation worked for, and in which roles."""

from contextlib import nullcontext
from dataclasses import dataclass, replace

from allauth.account.authentication import get_authentication_records
from django.utils import timezone
from django_scopes import scope

from .models import Elevation, Membership, Organisation, Person, Role, User

# Keys of the session; an elevation holds in the session that opened it and in no other.
WORKING_FOR = "nebe_working_for"
ELEVATION = "nebe_elevation"


@dataclass(frozen=True)
class Actor:
    """`roles` are those in `organisation`; `person` is the bearer of a private link."""

    user: User | None = None
    organisation: Organisation | None = None
    roles: frozenset[Role] = frozenset()
    organisations: tuple[Organisation, ...] = ()
    elevation: Elevation | None = None
    has_mfa: bool = False
    person: Person | None = None
    is_system: bool = False

    @classmethod
    def nobody(cls) -> "Actor":
        return cls()

    @classmethod
    def system(cls) -> "Actor":
        """A job or a command, acting without a person."""
        return cls(is_system=True)

    @classmethod
    def bearer(cls, person: Person) -> "Actor":
        return cls(person=person)

    @property
    def is_signed_in(self) -> bool:
        return self.user is not None

    @property
    def is_staff(self) -> bool:
        return bool(self.roles)

    @property
    def is_elevated(self) -> bool:
        return self.elevation is not None

    def can(self, *roles: Role) -> bool:
        """Whether one of the roles is held; *network admin* counts in an elevated session only."""
        held = self.roles if self.is_elevated else self.roles - {Role.NETWORK_ADMIN}
        return not held.isdisjoint(roles)


class StaffActor(Actor):
    """For annotations only: a member of staff has an account and works for an organisation."""

    user: User
    organisation: Organisation


def actor_of(
    user: User,
    *,
    working_for: str | None = None,
    elevation_id: str | None = None,
    has_mfa: bool = False,
) -> Actor:
    """The actor of an account, working for the organisation with this id or else the first."""
    memberships = list(
        Membership.objects.filter(user=user, organisation__status=Organisation.Status.ACTIVE)
        .select_related("organisation")
        .order_by("organisation__name")
    )
    organisations = tuple(dict.fromkeys(membership.organisation for membership in memberships))
    organisation = next(
        (one for one in organisations if str(one.pk) == working_for),
        next(iter(organisations), None),
    )
    roles = frozenset(
        Role(membership.role)
        for membership in memberships
        if membership.organisation == organisation
    )
    elevation = None
    if elevation_id and Role.NETWORK_ADMIN in roles:
        elevation = Elevation.objects.filter(
            pk=elevation_id, user=user, ended_at=None, expires_at__gt=timezone.now()
        ).first()
    return Actor(
        user=user,
        organisation=organisation,
        roles=roles,
        organisations=organisations,
        elevation=elevation,
        has_mfa=has_mfa,
    )


def actor_of_request(request) -> Actor:
    if not request.user.is_authenticated:
        return Actor.nobody()
    records = get_authentication_records(request, request.user)
    return actor_of(
        request.user,
        working_for=request.session.get(WORKING_FOR),
        elevation_id=request.session.get(ELEVATION),
        has_mfa=any(record["method"] == "mfa" for record in records),
    )


def act_as_bearer(request, person: Person) -> None:
    """Called by a view that has opened a private link of this person."""
    request.actor = replace(request.actor, person=person)


class ActorMiddleware:
    """Sets `request.actor` and opens the scope of its organisation; without one, none is open."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.actor = actor_of_request(request)
        organisation = request.actor.organisation
        with scope(organisation=organisation) if organisation else nullcontext():
            return self.get_response(request)

"""Who belongs to an organisation, in which roles; by invitation only."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from nebe.core.mail.links import link_issue, link_url, links_revoke
from nebe.core.mail.outbox import mail_send
from nebe.core.privacy.audit import audit

from .actors import Actor
from .cms import cms_rights_sync
from .models import Invitation, Membership, Organisation, Role, User
from .persons import email_index, email_normal

PURPOSE = "invitation"


class LastAdmin(Exception):
    """An organisation keeps at least one admin."""


class AlreadyInvited(Exception):
    """An open invitation to this address stands."""


class InvitationGone(Exception):
    """It was accepted or revoked, or its time is over."""


def invitations_open(*, organisation: Organisation) -> QuerySet[Invitation]:
    return Invitation.objects.filter(organisation=organisation, accepted_at=None, revoked_at=None)


def roles_grantable(*, organisation: Organisation, actor: Actor) -> list[Role]:
    """Network admins are made by an elevated network admin in the network's office alone."""
    of_network = organisation.is_network and actor.can(Role.NETWORK_ADMIN)
    return [role for role in Role if role != Role.NETWORK_ADMIN or of_network or actor.is_system]


@transaction.atomic
def invitation_create(
    *,
    organisation: Organisation,
    email: str,
    roles: list[Role],
    language: str,
    actor: Actor,
) -> Invitation:
    """Offer a place by mail; raises AlreadyInvited."""
    _check_may(actor, organisation, roles)
    invitations_open(organisation=organisation).filter(expires_at__lte=timezone.now()).update(
        revoked_at=timezone.now()
    )
    try:
        with transaction.atomic():
            invitation = Invitation.objects.create(
                organisation=organisation,
                email=email_normal(email),
                email_index=email_index(email),
                roles=[Role(role).value for role in roles],
                language=language,
                invited_by=actor.user,
                expires_at=_expiry(),
            )
    except IntegrityError as error:
        raise AlreadyInvited from error
    audit(action="invitation.create", actor=actor, row=invitation)
    _invitation_mail(invitation)
    return invitation


@transaction.atomic
def invitation_resend(*, invitation: Invitation, actor: Actor) -> None:
    """A new link for the same place; the old one opens nothing any more."""
    _check_may(actor, invitation.organisation, invitation.roles)
    links_revoke(target=invitation.pk)
    invitation.expires_at = _expiry()
    invitation.save(update_fields=["expires_at"])
    audit(action="invitation.resend", actor=actor, row=invitation)
    _invitation_mail(invitation)


@transaction.atomic
def invitation_revoke(*, invitation: Invitation, actor: Actor) -> None:
    _check_may(actor, invitation.organisation)
    Invitation.objects.filter(pk=invitation.pk, accepted_at=None).update(revoked_at=timezone.now())
    links_revoke(target=invitation.pk)
    audit(action="invitation.revoke", actor=actor, row=invitation)


def invitation_standing(pk) -> Invitation:
    """The invitation behind a link; raises InvitationGone."""
    invitation = (
        Invitation.objects.filter(
            pk=pk,
            accepted_at=None,
            revoked_at=None,
            expires_at__gt=timezone.now(),
            organisation__status=Organisation.Status.ACTIVE,
        )
        .select_related("organisation")
        .first()
    )
    if invitation is None:
        raise InvitationGone
    return invitation


@transaction.atomic
def invitation_accept(*, invitation: Invitation, user: User) -> None:
    """Take the place, once. The link has proved that the address is theirs."""
    rows = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None)
    if not rows.update(accepted_at=timezone.now()):
        raise InvitationGone
    for role in invitation.roles:
        Membership.objects.get_or_create(user=user, organisation=invitation.organisation, role=role)
    cms_rights_sync(user=user)
    audit(action="invitation.accept", actor=Actor(user=user), row=invitation)


@transaction.atomic
def account_create(*, email: str, name: str, password: str, language: str) -> User:
    """An account whose address was proved by the link that led here."""
    user = User.objects.create_user(email_normal(email), password, name=name, language=language)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    audit(action="account.create", actor=Actor(user=user), row=user)
    return user


@transaction.atomic
def member_roles_set(
    *, organisation: Organisation, user: User, roles: list[Role], actor: Actor
) -> None:
    """Change what a member may do; no roles at all take them out. Raises LastAdmin."""
    # Two admins who take each other out at once: one of them waits here and is refused.
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    mine = Membership.objects.filter(organisation=organisation, user=user)
    before = {Role(role) for role in mine.values_list("role", flat=True)}
    after = {Role(role) for role in roles}
    _check_may(actor, organisation, before ^ after)
    for role in (Role.ORGANISATION_ADMIN, Role.NETWORK_ADMIN):
        if role in before - after and not _others_hold(organisation, user, role):
            raise LastAdmin
    mine.exclude(role__in=after).delete()
    for role in after - before:
        Membership.objects.create(organisation=organisation, user=user, role=role)
    cms_rights_sync(user=user)
    verb = "change" if after else "remove"
    audit(action=f"member.{verb}", actor=actor, row=user, reason=", ".join(sorted(after)))


def _others_hold(organisation: Organisation, user: User, role: Role) -> bool:
    return (
        Membership.objects.filter(organisation=organisation, role=role, user__is_active=True)
        .exclude(user=user)
        .exists()
    )


def _check_may(actor: Actor, organisation: Organisation, roles=()) -> None:
    """Organisation admins for their own; an elevated network admin and commands for all."""
    is_own = actor.organisation == organisation and actor.can(Role.ORGANISATION_ADMIN)
    if not (is_own or actor.can(Role.NETWORK_ADMIN) or actor.is_system):
        raise PermissionDenied
    grantable = roles_grantable(organisation=organisation, actor=actor)
    if not set(roles) <= set(grantable):
        raise PermissionDenied


def _expiry():
    return timezone.now() + timedelta(days=settings.INVITATION_DAYS)


def _invitation_mail(invitation: Invitation) -> None:
    token = link_issue(purpose=PURPOSE, target=invitation.pk, days=settings.INVITATION_DAYS)
    mail_send(
        template="people/mail/invitation",
        context={
            "organisation": invitation.organisation.name,
            "url": link_url(purpose=PURPOSE, token=token, language=invitation.language),
            "days": settings.INVITATION_DAYS,
        },
        person_or_user=invitation,
    )

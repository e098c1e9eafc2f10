"""Organisations: how one joins, is vetted, and changes what it says of itself."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.text import slugify

from nebe.core.mail.outbox import mail_send
from nebe.core.privacy.audit import audit, audit_many

from .actors import Actor
from .cms import cms_rights_sync_all
from .members import invitation_create
from .models import Application, Membership, Organisation, Role, User

# The version of docs/privacy/processing-terms.md that an organisation accepts.
PROCESSING_TERMS = "2026-11"


class AlreadyDecided(Exception):
    """Someone was faster."""


def network() -> Organisation:
    """The office that runs the installation; raises DoesNotExist before `nebe first_admin`."""
    return Organisation.objects.get(is_network=True)


def organisations_public(*, kind: str = "", text: str = "") -> QuerySet[Organisation]:
    found = Organisation.objects.filter(status=Organisation.Status.ACTIVE)
    if kind in Organisation.Kind.values:
        found = found.filter(kind=kind)
    if text:
        found = found.filter(name__icontains=text)
    return found.prefetch_related("regions")


def applications(*, status: str = "") -> QuerySet[Organisation]:
    """All organisations for the network's admin, those that wait first."""
    found = Organisation.objects.select_related("application").exclude(
        status=Organisation.Status.UNCLAIMED
    )
    if status in Organisation.Status.values:
        found = found.filter(status=status)
    return found.order_by("-created_at")


@transaction.atomic
def organisation_register(
    *, organisation: Organisation, regions, name: str, email: str, message: str, language: str
) -> Application:
    """An organisation asks to join. Nothing of it is public until the network says yes."""
    organisation.slug = slug_free(organisation.name)
    organisation.status = Organisation.Status.WAITING
    organisation.processing_terms = PROCESSING_TERMS
    organisation.processing_terms_at = timezone.now()
    organisation.save()
    organisation.regions.set(regions)
    application = Application.objects.create(
        organisation=organisation, name=name, email=email, message=message, language=language
    )
    audit(action="organisation.register", actor=Actor.nobody(), row=organisation)
    mail_send(
        template="people/mail/application_received",
        context={"organisation": organisation.name},
        person_or_user=application,
        once=f"application_received:{application.pk}",
    )
    for admin in User.objects.filter(memberships__role=Role.NETWORK_ADMIN, is_active=True):
        mail_send(
            template="people/mail/application_waiting",
            context={"organisation_id": organisation.pk},
            person_or_user=admin,
            once=f"application_waiting:{application.pk}:{admin.pk}",
        )
    return application


@transaction.atomic
def organisation_add_unclaimed(*, name: str, kind: str, actor: Actor) -> Organisation:
    """An organisation that records name and that has no account; its people can claim it later."""
    organisation = organisation_unclaimed(name=name, kind=kind)
    organisations_add_unclaimed(organisations=[organisation], actor=actor)
    return organisation


def organisation_unclaimed(*, name: str, kind: str) -> Organisation:
    """Not saved yet: many are added together."""
    status = Organisation.Status.UNCLAIMED
    return Organisation(name=name[:200], kind=kind, status=status, country="")


@transaction.atomic
def organisations_add_unclaimed(*, organisations: Sequence[Organisation], actor: Actor) -> None:
    """Those that `organisation_unclaimed` made; each gets its slug."""
    slugs = slugs_free([each.name for each in organisations])
    for organisation, slug in zip(organisations, slugs, strict=True):
        organisation.slug = slug
    Organisation.objects.bulk_create(organisations)
    audit_many(action="organisation.add_unclaimed", actor=actor, rows=organisations)


@transaction.atomic
def organisation_approve(*, organisation: Organisation, actor: Actor, reason: str) -> None:
    """Yes: the organisation is public, and whoever applied is invited as its first admin."""
    _decide(organisation, Organisation.Status.ACTIVE, actor, reason)
    application = organisation.application
    invitation_create(
        organisation=organisation,
        email=application.email,
        roles=[Role.ORGANISATION_ADMIN],
        language=application.language,
        actor=actor,
    )


@transaction.atomic
def organisation_refuse(*, organisation: Organisation, actor: Actor, reason: str) -> None:
    _decide(organisation, Organisation.Status.REFUSED, actor, reason)
    mail_send(
        template="people/mail/application_refused",
        context={"organisation": organisation.name, "reason": reason},
        person_or_user=organisation.application,
        once=f"application_refused:{organisation.application.pk}",
    )


@transaction.atomic
def organisation_update(*, organisation: Organisation, actor: Actor, regions) -> None:
    organisation.save()
    organisation.regions.set(regions)
    audit(action="organisation.update", actor=actor, row=organisation)


@transaction.atomic
def organisation_close(*, organisation: Organisation, actor: Actor, reason: str) -> None:
    """Its people lose their roles with it; what it controlled stays for the network to hand on."""
    if organisation.is_network:
        raise AlreadyDecided
    _move(organisation, Organisation.Status.ACTIVE, Organisation.Status.CLOSED)
    cms_rights_sync_all(organisation=organisation)
    audit(action="organisation.close", actor=actor, row=organisation, reason=reason)


def members_of(organisation: Organisation) -> dict[User, list[Membership]]:
    rows = (
        Membership.objects.filter(organisation=organisation)
        .select_related("user")
        .order_by("user__name", "role")
    )
    members: dict[User, list[Membership]] = {}
    for row in rows:
        members.setdefault(row.user, []).append(row)
    return members


def slug_free(name: str) -> str:
    """A slug nobody has; names in other scripts than Latin get a random one."""
    return slugs_free([name])[0]


def slugs_free(names: Iterable[str]) -> list[str]:
    """For organisations that are added together: no two of them get the same."""
    wanted = [slugify(name)[:40] or f"organisation-{random_of(6)}" for name in names]
    known = Organisation.objects.filter(slug__in=wanted).values_list("slug", flat=True)
    taken, found = set(known), []
    for slug in wanted:
        while slug in taken:
            slug = f"{slug[:40]}-{random_of(4)}"
            if Organisation.objects.filter(slug=slug).exists():
                taken.add(slug)
        taken.add(slug)
        found.append(slug)
    return found


def random_of(length: int) -> str:
    return get_random_string(length).lower()


def _decide(organisation: Organisation, status: str, actor: Actor, reason: str) -> None:
    _move(organisation, Organisation.Status.WAITING, status)
    Application.objects.filter(organisation=organisation).update(
        decided_at=timezone.now(), decided_by=actor.user, reason=reason
    )
    verb = "approve" if status == Organisation.Status.ACTIVE else "refuse"
    audit(action=f"organisation.{verb}", actor=actor, row=organisation, reason=reason)


def _move(organisation: Organisation, before: str, after: str) -> None:
    """Conditional, so that two admins who decide at once decide once."""
    rows = Organisation.objects.filter(pk=organisation.pk, status=before)
    if not rows.update(status=after):
        raise AlreadyDecided
    organisation.status = after

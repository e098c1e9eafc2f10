"""The choosing for one vacancy: kept in step with its page; who is in the panel; what is scored."""

from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor, StaffActor
from nebe.core.people.models import Organisation, Role, User
from nebe.core.privacy.audit import audit

from ..models import Criterion, JobApplication, PanelMember, Score, Selection, Vacancy

NAMERS = (Role.ORGANISATION_ADMIN, Role.NETWORK_ADMIN)


def selection_keep(page: Vacancy) -> Selection | None:
    """Make or change the selection as the published page says; None before there is an office."""
    controller = page.organisation or Organisation.objects.filter(is_network=True).first()
    closes = page.closes_at
    if controller is None or closes is None:
        return None
    with scopes_disabled(), transaction.atomic():
        selection = Selection.objects.filter(key=page.translation_key).first()
        if selection is None:
            selection = Selection(key=page.translation_key, organisation=controller)
        elif not selection.applications.exists():
            selection.organisation = controller  # who applied chose this one: it stays theirs
        selection.title, selection.closes_at = page.title, closes
        selection.save()
        selection.applications.update(closes_at=closes)
    return selection


def selection_open(key: UUID) -> Selection | None:
    """Where one can apply now: the vacancy is published, not closed, and somebody will read it."""
    live = Vacancy.objects.live().public().filter(translation_key=key)
    minute = timezone.now().replace(second=0, microsecond=0)
    with scopes_disabled():
        found = Selection.objects.filter(key=key, closes_at__gte=minute, panel__isnull=False)
        selection = found.select_related("organisation").first()
    return selection if selection and live.exists() else None


def selections_for(actor: StaffActor) -> QuerySet[Selection]:
    """Those whose panel the actor is in, and those whose panel the actor may name."""
    found = Selection.objects.filter(organisation=actor.organisation)
    if not is_namer(actor):
        mine = PanelMember.objects.filter(user=actor.user).values("selection")
        found = found.filter(pk__in=mine)
    waiting = Count(
        "applications",
        filter=Q(applications__status=JobApplication.Status.RECEIVED),
        distinct=True,
    )
    return found.annotate(waiting=waiting, seats=Count("panel", distinct=True)).order_by(
        "-closes_at", "title"
    )


def applications_waiting(actor: StaffActor) -> int:
    """Without an answer, where the actor is in the panel."""
    return JobApplication.objects.filter(
        selection__organisation=actor.organisation,
        selection__panel__user=actor.user,
        status=JobApplication.Status.RECEIVED,
    ).count()


def is_namer(actor: Actor) -> bool:
    return actor.can(*NAMERS)


def is_member(selection: Selection, actor: StaffActor) -> bool:
    return PanelMember.objects.filter(selection=selection, user=actor.user).exists()


def may_name(selection: Selection, actor: StaffActor) -> bool:
    """Who may change the panel. Once somebody has applied, the panel alone: nobody from outside
    can name themselves and read. Where nobody of it works here any more, an admin names anew."""
    if is_member(selection, actor):
        return True
    return is_namer(actor) and (
        not selection.applications.exists() or not members_of(selection).exists()
    )


def candidates(organisation: Organisation) -> QuerySet[User]:
    """Who may be in a panel: people who work for the organisation and may act."""
    roles = [role for role in Role.values if role != Role.AUDITOR]
    return (
        User.objects.filter(
            memberships__organisation=organisation, memberships__role__in=roles, is_active=True
        )
        .order_by("name")
        .distinct()
    )


def members_of(selection: Selection) -> QuerySet[User]:
    seats = PanelMember.objects.filter(selection=selection)
    return candidates(selection.organisation).filter(pk__in=seats.values("user"))


@transaction.atomic
def panel_set(*, selection: Selection, users: list[User], actor: StaffActor) -> None:
    """`NotPossible` for whoever may not name it, or would leave nobody. Each change is audited."""
    if not may_name(selection, actor) or not users:
        raise NotPossible
    with scope(organisation=selection.organisation_id):
        seats = {seat.user_id: seat for seat in selection.panel.all()}
        wanted = {user.pk: user for user in users}
        for pk in seats.keys() - wanted.keys():
            seats[pk].delete()
            audit(action="selection.panel_leave", actor=actor, row=selection, reason=str(pk))
        for pk in wanted.keys() - seats.keys():
            PanelMember.objects.create(selection=selection, user=wanted[pk])
            audit(action="selection.panel_join", actor=actor, row=selection, reason=str(pk))


@transaction.atomic
def criteria_set(*, selection: Selection, names: list[str], actor: StaffActor) -> None:
    """In this order. Once something is scored they stay as they are: `NotPossible`."""
    kept = list(selection.criteria.values_list("name", flat=True))
    if names == kept:
        return
    if Score.objects.filter(criterion__selection=selection).exists():
        raise NotPossible
    selection.criteria.all().delete()
    Criterion.objects.bulk_create(
        Criterion(selection=selection, name=name, position=number)
        for number, name in enumerate(names)
    )
    audit(action="selection.criteria", actor=actor, row=selection)

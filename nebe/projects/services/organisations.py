"""Organisations known by name only: merged into others and brought back, claimed by members."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor
from nebe.core.people.models import Organisation
from nebe.core.people.organisations import slug_free
from nebe.core.privacy.audit import audit

from ..facets import facets_settle
from ..known import key_of
from ..models import Alias, OrganisationClaim, OrganisationMerge, Project

ROOM = "nebe_projects"
AT_ONCE = 500
Status = Organisation.Status
State = OrganisationClaim.State


def pointing(room: bool) -> Iterator[tuple[str, type[models.Model], str]]:
    """(label, model, field) of all that names an organisation: of this room, or of the others."""
    for relation in Organisation._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel):
            continue
        model: Any = relation.related_model
        if model is not OrganisationClaim and (model._meta.app_label == ROOM) is room:
            name = relation.field.name
            yield f"{model._meta.object_name}.{name}", model, name


@transaction.atomic
def organisation_merge(*, gone: Organisation, into: Organisation, actor: Actor) -> None:
    """All that names `gone` names `into`, and so do files that come. Raises `NotPossible`."""
    organisations = Organisation.objects.select_for_update()
    found = organisations.filter(pk=gone.pk, status=Status.UNCLAIMED).first()
    allowed = into.status in (Status.UNCLAIMED, Status.ACTIVE) and into.pk != gone.pk
    if found is None or not allowed:
        raise NotPossible(_("These two cannot be merged."))
    if any(
        model._base_manager.filter(**{name: gone}).exists() for _l, model, name in pointing(False)
    ):
        raise NotPossible(_("Other parts of the site use this organisation. It stays."))
    moved = {label: ids_moved(model, name, gone, into) for label, model, name in pointing(True)}
    alias, is_new = Alias.objects.get_or_create(
        key=key_of(gone.name), defaults={"organisation": into}
    )
    if is_new:
        moved["Alias.organisation"].append(alias.pk)
    OrganisationMerge.objects.create(
        pk=gone.pk, into=into, name=gone.name, slug=gone.slug, kind=gone.kind,
        country=gone.country, moved={label: ids for label, ids in moved.items() if ids},
    )  # fmt: skip
    audit(action="organisation.merge", actor=actor, row=gone)
    audit(action="organisation.merged_into", actor=actor, row=into)
    claims = OrganisationClaim.objects.filter(claimed=gone, state=State.WAITING)
    claims.filter(by=into).update(state=State.ACCEPTED)
    claims.exclude(by=into).update(state=State.REFUSED)
    found.delete()
    facets_anew(moved)


def ids_moved(model: type[models.Model], name: str, gone: Organisation, into: Organisation) -> list:
    rows = model._base_manager.filter(**{name: gone})
    ids = [pk if isinstance(pk, int) else str(pk) for pk in rows.values_list("pk", flat=True)]
    try:
        with transaction.atomic():
            rows.update(**{name: into})
    except IntegrityError:
        raise NotPossible(_("Both are in the same list once. Take one out there first.")) from None
    return ids


@transaction.atomic
def organisation_unmerge(*, merge: OrganisationMerge, actor: Actor) -> Organisation:
    """It is there again with all that it brought, as far as that still names the other one."""
    back = Organisation.objects.create(
        pk=merge.pk, name=merge.name, slug=slug_free(merge.slug), kind=merge.kind,
        country=merge.country, status=Status.UNCLAIMED,
    )  # fmt: skip
    for label, ids in merge.moved.items():
        model, name = model_of(label)
        rows = model._base_manager.filter(pk__in=ids, **{name: merge.into})
        rows.update(**{name: back})
    audit(action="organisation.unmerge", actor=actor, row=back)
    moved = merge.moved
    merge.delete()
    facets_anew(moved)
    return back


def model_of(label: str) -> tuple[type[models.Model], str]:
    model, _dot, name = label.partition(".")
    return apps.get_model(ROOM, model), name


def facets_anew(moved: dict[str, list]) -> None:
    """Of every project that one of the rows hangs on."""
    projects: set = set()
    for label, ids in moved.items():
        model, _name = model_of(label)
        if ids and "project" in {field.name for field in model._meta.fields}:
            rows = model._base_manager.filter(pk__in=ids)
            projects |= set(rows.values_list("project_id", flat=True))
    for portion in portions(sorted(projects - {None})):
        facets_settle(Project.objects.filter(pk__in=portion))


def portions(ids: list) -> Iterable[list]:
    return (ids[at : at + AT_ONCE] for at in range(0, len(ids), AT_ONCE))


@transaction.atomic
def claim_ask(*, claimed: Organisation, reason: str, actor: Actor) -> OrganisationClaim:
    """Nothing changes before the network's office says yes."""
    by = actor.organisation
    if by is None or by.status != Status.ACTIVE or claimed.status != Status.UNCLAIMED:
        raise NotPossible(_("This organisation cannot be claimed."))
    if OrganisationClaim.objects.filter(by=by, claimed=claimed, state=State.WAITING).exists():
        raise NotPossible(_("You have asked for this one already. The office will answer."))
    claim = OrganisationClaim.objects.create(
        by=by, claimed=claimed, name=claimed.name, reason=reason
    )
    audit(action="organisation_claim.ask", actor=actor, row=claim)
    return claim


@transaction.atomic
def claim_accept(*, claim: OrganisationClaim, actor: Actor) -> None:
    claim = claim_settle(claim, State.ACCEPTED, actor)
    if claim.claimed is None:
        raise NotPossible(_("These two cannot be merged."))
    organisation_merge(gone=claim.claimed, into=claim.by, actor=actor)


@transaction.atomic
def claim_refuse(*, claim: OrganisationClaim, actor: Actor) -> None:
    claim_settle(claim, State.REFUSED, actor)


def claim_settle(claim: OrganisationClaim, state: State, actor: Actor) -> OrganisationClaim:
    rows = OrganisationClaim.objects.filter(pk=claim.pk, state=State.WAITING)
    if not rows.update(state=state):
        raise NotPossible(_("Somebody has decided this already."))
    audit(action=f"organisation_claim.{state.value}", actor=actor, row=claim)
    return OrganisationClaim.objects.select_related("by", "claimed").get(pk=claim.pk)

"""Programmes out of which funders pay: kept by the network's office."""

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor
from nebe.core.people.models import Organisation
from nebe.core.privacy.audit import audit
from nebe.core.texts.translated import pick

from ..facets import facets_settle
from ..iati.nodes import Record
from ..known import Known
from ..models import Funding, ImportItem, Programme, Project, Role
from ..tables.programmes import Programmes
from .history import history_keep
from .records import Taken

Fate = ImportItem.Fate


@transaction.atomic
def programme_save(
    *, programme: Programme, columns: dict[str, Any], funder: str, actor: Actor
) -> Programme:
    verb = "add" if programme._state.adding else "change"
    for name, value in columns.items():
        setattr(programme, name, value)
    programme.funder = Known(actor).named(funder, role=Role.FUNDING)
    programme.slug = programme.slug or slug_free(
        programme.acronym or str(pick(columns["name"], "en"))
    )
    programme.save()
    audit(action=f"programme.{verb}", actor=actor, row=programme)
    return programme


def slug_free(name: str) -> str:
    slug = slugify(name)[:60] or f"programme-{get_random_string(6).lower()}"
    while Programme.objects.filter(slug=slug).exists():
        slug = f"{slug[:60]}-{get_random_string(4).lower()}"
    return slug


@transaction.atomic
def programme_delete(*, programme: Programme, actor: Actor) -> None:
    row = Programme.objects.select_for_update().get(pk=programme.pk)
    if row.fundings.exists():
        raise NotPossible(_("Projects are paid out of this programme. It cannot be deleted."))
    audit(action="programme.delete", actor=actor, row=row)
    row.delete()


def without_programmes(record: Record) -> Record:
    """The standard names no programmes, so the record proper has none."""
    return {key: value for key, value in record.items() if key != "programmes"}


def programmes_take(
    *, taken: list[Taken], records: list[Record], actor: Actor, source: str
) -> list[Taken]:
    """The programmes that rows name come in beside those that their projects have.

    In the caller's transaction. One that nobody knows is made, its funder to be said by somebody.
    """
    programmes, touched, found = Programmes(), [], []
    for each, record in zip(taken, records, strict=True):
        names = record.get("programmes", [])
        project = each.project if each.fate != Fate.REFUSED else None
        if project and names and programmes_add(project, record, programmes, actor):
            touched.append(project)
            if each.fate == Fate.SAME:
                history_keep(project, actor, source)
                each = replace(each, fate=Fate.CHANGED)
        found.append(each)
    facets_settle(touched)
    return found


def programmes_add(project: Project, record: Record, programmes: Programmes, actor: Actor) -> bool:
    there = set(project.fundings.values_list("programme", flat=True))
    language = record.get("language", "en")
    wanted = [programme_named(name, language, programmes, actor) for name in record["programmes"]]
    new = {each.pk: each for each in wanted if each and each.pk not in there}.values()
    payer = only_payer(project)
    Funding.objects.bulk_create(
        Funding(project=project, programme=each, funder=each.funder or payer) for each in new
    )
    return bool(new)


def only_payer(project: Project) -> Organisation | None:
    rows = project.participations.filter(role=Role.FUNDING).select_related("organisation")
    payers = {row.organisation for row in rows}
    return payers.pop() if len(payers) == 1 else None


def programme_named(
    name: str, language: str, programmes: Programmes, actor: Actor
) -> Programme | None:
    """One that is new where none is called so; none where several are."""
    if programmes.called(name):
        return programmes.one(name)
    return programme_made(name, language, programmes, actor)


def programme_made(name: str, language: str, programmes: Programmes, actor: Actor) -> Programme:
    made = programme_save(
        programme=Programme(), columns={"name": {language: name}}, funder="", actor=actor
    )
    programmes.add(made)
    return made

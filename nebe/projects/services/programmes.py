"""Programmes out of which funders pay: kept by the network's office."""

from typing import Any

from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor
from nebe.core.privacy.audit import audit
from nebe.core.texts.translated import pick

from ..known import Known
from ..models import Programme, Role


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

"""Numbers by which files of the standard call organisations, and identifiers of their projects."""

import re

from django.utils.translation import gettext as _

from nebe.core.errors import NotPossible
from nebe.core.people.models import Organisation

from ..iati.nodes import Record
from ..models import Alias, Project

NUMBER = re.compile(r"[^\s/&|?]+")  # as the standard's rules ask
# IATI's codelist OrganisationType for who reports by hand or in a table.
TYPES = {Organisation.Kind.MUNICIPALITY: "11", Organisation.Kind.DONOR: "60"}
NGO = "22"
GIVEN = ("iati_identifier", "reporter")  # what we say of a project in place of a table


def own_number(organisation: Organisation | None) -> str:
    """By which files call it, if any did: what was said last, so that a slip is put right."""
    keys = Alias.objects.filter(organisation=organisation).exclude(key__startswith="name:")
    return keys.order_by("-pk").values_list("key", flat=True).first() or ""


def number_keep(number: str, to: Organisation) -> None:
    """The office says whose number it is, so that files which come mean the same one."""
    if not number:
        return
    if not NUMBER.fullmatch(number):
        raise NotPossible(_("An identifier has no blanks and none of these signs: / & | ?"))
    alias, _is_new = Alias.objects.get_or_create(key=number, defaults={"organisation": to})
    if alias.organisation_id != to.pk:
        raise NotPossible(_("This identifier is that of another organisation."))


def identity_of(project: Project, number: str, language: str) -> Record:
    """Who reports it and, where that one has a number, the project's own identifier."""
    told = {"reporter": reporter_of(project.publisher, number, language)}
    return told | ({"iati_identifier": f"{number}-{project.pk.hex[:8]}"} if number else {})


def reporter_of(organisation: Organisation | None, number: str, language: str) -> Record:
    if organisation is None:
        return {}
    type_ = TYPES.get(Organisation.Kind(organisation.kind), NGO)
    found = {"ref": number, "type": type_, "text": {language: organisation.name}}
    return {name: value for name, value in found.items() if value}

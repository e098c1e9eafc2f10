"""Another organisation reports a record from now on: it keeps it, and files name it."""

from django.db import transaction
from django.utils.translation import gettext as _

from nebe.core.errors import NotPossible
from nebe.core.mail.links import links_revoke
from nebe.core.people.actors import Actor
from nebe.core.people.models import Organisation
from nebe.core.privacy.audit import audit

from ..facets import facets_settle
from ..iati.nodes import Record
from ..mails import STILL_RIGHT, handed_over_told
from ..models import Project, ProjectChange
from ..selectors.handing_over import countings_ended
from ..selectors.records import is_office
from ..whole import whole_of
from .counting import counting_untie
from .editing import FORMER, record_save
from .history import history_keep
from .numbers import number_keep, reporter_of

Status = Organisation.Status


@transaction.atomic
def record_hand_over(
    *, project: Project, to: Organisation, ref: str, actor: Actor, reason: str = ""
) -> Project:
    """`ref` is the identifier of `to` in files of the standard; empty where it has none.

    The project's own identifier stays: the number of who reported it before goes along, which
    says why it begins so. What is counted of another organisation alone is counted no more.
    Raises `NotPossible`.
    """
    if not is_office(actor):
        raise NotPossible
    locked = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    before, ref = locked.publisher, ref.strip()
    if to.status not in (Status.ACTIVE, Status.UNCLAIMED) or before == to:
        raise NotPossible(_("This organisation cannot report the project."))
    number_keep(ref, to)
    whole = whole_of(locked)
    history_keep(locked, actor, "", kind=ProjectChange.Kind.PUBLISHER, before=whole)
    for counting in countings_ended(locked, to):
        counting_untie(counting, actor)
    Project.objects.filter(pk=locked.pk).update(publisher=to, asked_on=None)
    locked.publisher = to
    record_save(locked, reported_by(whole, to, ref), {"reporter", "other_identifiers"}, actor)
    facets_settle([locked])
    links_revoke(target=locked.pk, purpose=STILL_RIGHT)
    audit(action="project.hand_over", actor=actor, row=locked, reason=reason.strip())
    handed_over_told(project=locked, before=before, reason=reason.strip())
    return locked


def reported_by(whole: Record, to: Organisation, ref: str) -> Record:
    former = whole.get("reporter", {}).get("ref", "")
    numbers = whole.get("other_identifiers", [])
    told = any(row.get("type") == FORMER and row.get("ref") == former for row in numbers)
    if former and former != ref and not told:
        numbers = [*numbers, {"ref": former, "type": FORMER}]
    language = whole.get("language") or next(iter(whole.get("title", {})), "en")
    return whole | {"reporter": reporter_of(to, ref, language), "other_identifiers": numbers}

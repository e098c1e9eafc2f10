"""Projects that belong together: what files say by identifiers, and what is said by hand here."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from nebe.core.people.actors import Actor
from nebe.core.texts import normalise

from .iati.nodes import Record
from .models import Project, RelatedActivity, Relation

Kind = Relation.Kind
# As the other project has to say the same.
REVERSED = {
    Kind.PARENT: Kind.CHILD,
    Kind.CHILD: Kind.PARENT,
    Kind.PREDECESSOR: Kind.CONTINUATION,
    Kind.CONTINUATION: Kind.PREDECESSOR,
}
TOLD_APART = 5


@dataclass(frozen=True)
class Shown:
    kind: str
    project: Project | None
    ref: str = ""

    @property
    def label(self) -> str:
        return str(dict(Kind.choices).get(self.kind, ""))


def related_of(project: Project) -> list[Shown]:
    """Published ones in the order of the kinds, said on either side; each once."""
    public = Project.objects.filter(state=Project.State.PUBLISHED)
    found: list[tuple[str, UUID | None, str]]
    found = [(row.kind, row.other_id, "") for row in project.relations.all()]
    found += [(mirrored(row.kind), row.project_id, "") for row in project.related_from.all()]
    own = [(row.type, row.ref) for row in project.related_activities.all()]
    by_ref = dict(
        public.filter(iati_identifier__in=[ref for _type, ref in own if ref]).values_list(
            "iati_identifier", "pk"
        )
    )
    found += [(kind, by_ref.get(ref), ref) for kind, ref in own if ref]
    if project.iati_identifier:
        rows = RelatedActivity.objects.filter(ref=project.iati_identifier)
        found += [(mirrored(row.type), row.project_id, "") for row in rows]
    projects = public.exclude(pk=project.pk).in_bulk([pk for _kind, pk, _ref in found if pk])
    shown = [
        Shown(kind, projects.get(pk), "" if pk in projects else ref) for kind, pk, ref in found
    ]
    there = [each for each in dict.fromkeys(shown) if each.project or each.ref]
    order = [str(kind) for kind in Kind]
    return sorted(there, key=lambda each: order.index(each.kind) if each.kind in order else 99)


def mirrored(kind: str) -> str:
    return str(REVERSED.get(Kind(kind), kind)) if kind in Kind.values else kind


def rows_told(whole: Record, actor: Actor | None = None) -> list[Record]:
    """Both lists of a whole record as one, each with what the other project is called.

    One that is not published, nor the actor's to see, is told by its number alone.
    """
    files, ours = whole.get("related_activities", []), whole.get("relations", [])
    rows = [{"kind": row.get("type", ""), "ref": row.get("ref", "")} for row in files]
    rows += [dict(row) for row in ours]
    refs = [row["ref"] for row in rows if row.get("ref")]
    found = projects_seen(actor).filter(
        Q(iati_identifier__in=refs) | Q(pk__in=[row["project"] for row in ours])
    )
    names = {key: str(row) for row in found for key in (str(row.pk), row.iati_identifier)}
    keys = [row.get("project") or row["ref"] for row in rows]
    return [row | {"told": names.get(key) or key} for row, key in zip(rows, keys, strict=True)]


def split(rows: list[Record]) -> Record:
    """One list as the record has it: for files where they have words for it."""
    meant = Project.objects.in_bulk([row["project"] for row in rows if row.get("project")])
    refs = {str(pk): project.iati_identifier for pk, project in meant.items()}
    files, ours = [], []
    for row in rows:
        ref = row.get("ref") or refs.get(row.get("project", ""))
        if ref and row["kind"] not in (Kind.PREDECESSOR, Kind.CONTINUATION):
            files.append({"ref": ref, "type": row["kind"]})
        elif row.get("project"):
            ours.append({"kind": row["kind"], "project": row["project"]})
    return {"related_activities": files, "relations": ours}


def projects_seen(actor: Actor | None) -> QuerySet[Project]:
    """All for the office; for others what they report and what is published."""
    organisation = actor.organisation if actor else None
    if organisation and organisation.is_network:
        return Project.objects.all()
    mine = Q(publisher=organisation) if organisation else Q(pk=None)
    return Project.objects.filter(mine | Q(state=Project.State.PUBLISHED))


def projects_named(text: str, actor: Actor | None) -> Any:
    """What the actor may see of what a text may mean; nobody sees what is published."""
    seen = projects_seen(actor)
    last = text.rstrip("/").split("/")[-1]
    exact = seen.filter(Q(iati_identifier=text) | Q(slug=last))
    if exact.exists():
        return exact
    tokens = normalise.tokens(text)
    for token in tokens:
        seen = seen.filter(search_text__contains=f" {token} ")
    return seen if tokens else seen.none()


def project_meant(
    text: str, actor: Actor | None, *, without: Project | None = None
) -> tuple[Project | None, str]:
    """The one project that a text means, or why there is none."""
    rows = projects_named(text, actor)
    rows = rows.exclude(pk=without.pk) if without else rows
    found = list(rows[: TOLD_APART + 1])
    named = [row for row in found if text in row.title.values()]
    if len(named or found) == 1:
        return (named or found)[0], ""
    if not found:
        return None, _("No project here is called so.")
    names = "; ".join(f"{row} ({row.iati_identifier or row.slug})" for row in found[:TOLD_APART])
    return None, _("Several projects fit. Write what stands in brackets: %(names)s") % {
        "names": names
    }

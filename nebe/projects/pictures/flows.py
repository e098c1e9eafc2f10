"""Whose money goes where: funder → programme → organisation → theme, as strands of `sankey`."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..facets import labels
from ..models import Funding, Participation, Project, ProjectTag, Role
from ..selectors.amounts import MOST, Amounts, amounts_asked
from ..selectors.selection import Selection
from ..terms import THEMES_URI
from .sankey import OTHERS, Strand

COLUMNS = {
    "funder": _("Who pays"),
    "programme": _("Programme"),
    "org": _("Organisation that leads"),
    "theme": _("Theme"),
}
UNTOLD, SEVERAL = "-", "*"
SPECIAL = {
    OTHERS: _("all others"),
    UNTOLD: pgettext_lazy("money", "not told"),
    SEVERAL: _("several, shares not told"),
}
CENT = Decimal("0.01")
Keys = tuple[str, str]


@dataclass(frozen=True)
class Flows:
    projects: int
    amounts: Amounts
    strands: Sequence[Strand]  # by keys of facets, the largest first
    names: Mapping[tuple[str, str], str]  # (column, key) → how it is called
    below: int = 0  # projects whose amounts come to less than nothing: no ribbon is theirs alone

    @property
    def total(self) -> Decimal:
        return sum((value for _keys, value in self.strands), Decimal(0))

    def name(self, column: str, key: str) -> str:
        return str(SPECIAL.get(key) or self.names.get((column, key), key))


def flows(selection: Selection, parameters: Any) -> Flows | None:
    """None: more projects than are added up at once."""
    if selection.total > MOST:
        return None
    projects = selection.rows()
    found = amounts_asked(projects, parameters)
    strands = strands_of(projects, found.values)
    columns = list(COLUMNS)
    used = {
        (column, key)
        for keys, _value in strands
        for column, key in zip(columns, keys, strict=True)
        if key not in SPECIAL
    }
    below = sum(value < 0 for value in found.values.values())
    return Flows(selection.total, found, strands, labels(used), below)


def strands_of(projects: QuerySet[Project], values: Mapping[UUID, Decimal]) -> list[Strand]:
    ids = projects.order_by().values("pk")
    payers, leaders = payers_of(ids), leaders_of(ids)
    themes = themes_of(ids)
    sums: dict[tuple[str, ...], Decimal] = defaultdict(Decimal)
    for project, value in values.items():
        if not value:
            continue
        leader = leaders.get(project, UNTOLD)
        for (funder, programme), share in payers.get(project, [((UNTOLD, UNTOLD), None)]):
            part = value if share is None else value * share
            for theme, each in evenly(part, themes.get(project) or [UNTOLD]):
                sums[funder, programme, leader, theme] += each
    return sorted(sums.items(), key=lambda strand: (-strand[1], strand[0]))


def payers_of(ids: Any) -> dict[UUID, list[tuple[Keys, Decimal | None]]]:
    """Project → (funder, programme) with their shares of one; None: all of it.

    Who pays without a share beside those that have one is told, too.
    """
    told: dict[UUID, list[tuple[Keys, Decimal | None]]] = defaultdict(list)
    fundings = Funding.objects.filter(project__in=ids).order_by("pk")
    for project, funder, programme, share in fundings.values_list(
        "project_id", "funder_id", "programme_id", "percentage"
    ):
        told[project].append(((str(funder or UNTOLD), str(programme or UNTOLD)), share))
    payers = organisations_of(ids, (Role.FUNDING,))
    for project, rows in told.items():
        named = {funder for (funder, _programme), _share in rows}
        others = [key for key in payers.get(project, []) if key not in named]
        rows += [((key, UNTOLD), None) for key in others]
    found = {project: shared_out(rows) for project, rows in told.items()}
    for project, keys in payers.items():
        if project not in found:
            found[project] = [((only(keys), UNTOLD), None)]
    return found


def shared_out(rows: Sequence[tuple[Keys, Decimal | None]]) -> list[tuple[Keys, Decimal | None]]:
    """By the shares that are told; what they leave is not told, and never guessed."""
    if len(rows) == 1 and rows[0][1] is None:
        return [(rows[0][0], None)]
    shares = [(keys, share / 100) for keys, share in rows if share and share > 0]
    told: list[tuple[Keys, Decimal | None]] = [*shares]
    left = 1 - sum((share for _keys, share in shares), Decimal(0))
    if not told or left < 0:
        funders, programmes = zip(*(keys for keys, _share in rows), strict=True)
        return [((only(funders), only(programmes)), None)]
    without = [keys for keys, share in rows if not share]
    rest = without[0] if len(without) == 1 else (SEVERAL, SEVERAL) if without else (UNTOLD, UNTOLD)
    return [*told, *([(rest, left)] if left else [])]


def leaders_of(ids: Any) -> dict[UUID, str]:
    """Who is accountable; where nobody is named so, the only one who carries it out."""
    found = organisations_of(ids, (Role.IMPLEMENTING,))
    found |= organisations_of(ids, (Role.ACCOUNTABLE,))
    return {project: only(keys) for project, keys in found.items()}


def organisations_of(ids: Any, roles: Iterable[Role]) -> dict[UUID, list[str]]:
    rows = Participation.objects.filter(
        project__in=ids, role__in=[*roles], organisation__isnull=False
    ).order_by("pk")
    found: dict[UUID, list[str]] = defaultdict(list)
    for project, organisation in rows.values_list("project_id", "organisation_id"):
        found[project].append(str(organisation))
    return found


def themes_of(ids: Any) -> dict[UUID, list[str]]:
    rows = ProjectTag.objects.filter(project__in=ids, vocabulary_uri=THEMES_URI).order_by("pk")
    found: dict[UUID, list[str]] = defaultdict(list)
    for project, code in rows.values_list("project_id", "code"):
        if code not in found[project]:
            found[project].append(code)
    return found


def only(keys: Sequence[str]) -> str:
    return keys[0] if len(set(keys)) == 1 else SEVERAL


def evenly(value: Decimal, keys: Sequence[str]) -> list[tuple[str, Decimal]]:
    """In equal parts of whole cents; the first has what is left over."""
    part = (value / len(keys)).quantize(CENT)
    return [(keys[0], value - part * (len(keys) - 1)), *((key, part) for key in keys[1:])]

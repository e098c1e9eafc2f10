"""Programmes that a row names: those kept here by name or acronym, others by name alone."""

from collections import defaultdict
from collections.abc import Iterable

from nebe.core.people.actors import Actor
from nebe.core.texts.translated import pick

from ..iati.nodes import Record
from ..iati.rows import record_of
from ..known import EMPTY, Known, key_of
from ..models import Programme, Project

ByKey = dict[str, list[Programme]]


class Programmes:
    """Those kept here, by how they are called: a whole name says more than an acronym."""

    def __init__(self) -> None:
        rows = list(Programme.objects.select_related("funder"))
        self.by_name = by_key((row, text) for row in rows for text in row.name.values())
        self.by_acronym = by_key((row, row.acronym) for row in rows)
        organisations = Known(Actor.system())
        organisations.ask({*self.by_name, *self.by_acronym})
        self.also_organisations = {
            key for key in {*self.by_name, *self.by_acronym} if organisations.look_up([key])
        }

    def add(self, made: Programme) -> None:
        """One that is new."""
        self.by_name |= by_key((made, text) for text in made.name.values())

    def called(self, name: str) -> list[Programme]:
        key = key_of(name)
        return self.by_name.get(key) or self.by_acronym.get(key) or []

    def one(self, name: str) -> Programme | None:
        found = self.called(name)
        return found[0] if len(found) == 1 else None

    def named_as_payer(self, name: str) -> Programme | None:
        """The programme that stands where a list says who pays, unless a payer is called so."""
        return None if key_of(name) in self.also_organisations else self.one(name)

    def told(self, name: str, language: str) -> str:
        """Its whole name, where it is known which one is meant and that name means it, too."""
        found = self.one(name)
        whole = str(pick(found.name, language)) if found else name
        return whole if self.one(whole) == found else name


def by_key(rows: Iterable[tuple[Programme, str]]) -> ByKey:
    found: ByKey = defaultdict(list)
    for row, text in rows:
        if (key := key_of(text)) != EMPTY and row not in found[key]:
            found[key].append(row)
    return dict(found)


def with_programmes(project: Project, language: str) -> Record:
    """The record of a project as a row tells one: with its programmes by name."""
    rows = project.fundings.exclude(programme=None).select_related("programme").order_by("pk")
    names = [str(pick(row.programme.name, language)) for row in rows if row.programme]
    return record_of(project) | {"programmes": list(dict.fromkeys(names))}

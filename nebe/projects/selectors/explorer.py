"""What somebody looks for among the published projects; `selection.py` finds it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet

from nebe.core.texts.controls import without_controls

from ..facets import NAMES
from ..models import Participation, Project, Role

YEARS = range(1950, 2100)  # that can be asked for


@dataclass(frozen=True)
class Question:
    """What somebody looks for. Values of one facet add, facets narrow each other."""

    words: str = ""
    chosen: Mapping[str, Sequence[str]] = field(default_factory=dict)
    since: int | None = None  # a project runs in this year or later
    until: int | None = None

    @property
    def is_open(self) -> bool:
        return not (self.words or self.chosen or self.has_range)

    @property
    def has_range(self) -> bool:
        return bool(self.since or self.until)

    @property
    def years(self) -> list[str]:
        """Of the range; a project runs in one of them."""
        first, last = self.since or YEARS.start, self.until or YEARS.stop - 1
        return [str(year) for year in range(first, last + 1)]

    def query(self) -> str:
        """Always the same for the same question, so that it can be cited."""
        pairs: list[tuple[str, Any]] = [("q", self.words)] if self.words else []
        pairs += [(key, year) for key in ("since", "until") if (year := getattr(self, key))]
        pairs += [(name, v) for name in NAMES for v in sorted(self.chosen.get(name, ()))]
        return urlencode(pairs)

    def without(self, name: str, value: str = "") -> "Question":
        """A choice taken back: a value of a facet, or the words, or an end of the range."""
        if name == "q":
            return replace(self, words="")
        if name == "since":
            return replace(self, since=None)
        if name == "until":
            return replace(self, until=None)
        rest = [each for each in self.chosen.get(name, ()) if value and each != value]
        chosen = {key: values for key, values in self.chosen.items() if key != name}
        return replace(self, chosen=chosen | ({name: rest} if rest else {}))

    def with_value(self, name: str, value: str) -> "Question":
        values = [*self.chosen.get(name, ()), value]
        return replace(self, chosen={**self.chosen, name: list(dict.fromkeys(values))})


def question_of(parameters) -> Question:
    """Of a `QueryDict`; what is no facet is left out."""
    chosen = {name: values for name in NAMES if (values := plain(parameters.getlist(name)))}
    words = " ".join(plain([parameters.get("q", "")[:200]]))
    return Question(words, chosen, *(year_of(parameters.get(key)) for key in ("since", "until")))


def plain(values: list[str]) -> list[str]:
    """Without what a database or a feed refuses, and not more than a form gives."""
    found = [without_controls(value).strip()[:200] for value in values[:20]]
    return list(dict.fromkeys(filter(None, found)))


def year_of(text: str | None) -> int | None:
    year = int(text) if text and text.isascii() and text.isdigit() and len(text) == 4 else 0
    return year if year in YEARS else None


def projects_public() -> QuerySet[Project]:
    return Project.objects.filter(state=Project.State.PUBLISHED)


def with_funders(projects: Sequence[Project]) -> dict:
    """Project → names of who pays, for a page of a list."""
    rows = Participation.objects.filter(project__in=projects).order_by("pk")
    columns = "project_id", "role", "organisation__name"
    found: dict = {}
    for project, role, name in rows.exclude(organisation=None).values_list(*columns):
        side = "funders" if role == Role.FUNDING else "others"
        names = found.setdefault(project, {"funders": [], "others": []})[side]
        if name not in names:
            names.append(name)
    return found

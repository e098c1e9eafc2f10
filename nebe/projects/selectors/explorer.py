"""Published projects by words and facets, and how many each further choice would leave."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, QuerySet

from nebe.core.texts import normalise

from ..facets import NAMES
from ..models import Facet, Participation, Project, Role

CHOICES_SHOWN = 12
WORDS = 8  # of a question


@dataclass(frozen=True)
class Question:
    """What somebody looks for. Values of one facet add, facets narrow each other."""

    words: str = ""
    chosen: Mapping[str, Sequence[str]] = field(default_factory=dict)


def question_of(parameters) -> Question:
    """Of a `QueryDict`; what is no facet is left out."""
    chosen = {name: values for name in NAMES if (values := plain(parameters.getlist(name)))}
    return Question("".join(plain([parameters.get("q", "")[:200]])), chosen)


def plain(values: list[str]) -> list[str]:
    """Without what a database refuses, and not more than a form gives."""
    return [text for value in values[:20] if (text := value.replace("\0", "").strip()[:200])]


def projects_public() -> QuerySet[Project]:
    return Project.objects.filter(state=Project.State.PUBLISHED)


def projects_found(question: Question, *, without: str = "") -> QuerySet[Project]:
    found = projects_public()
    for token in normalise.tokens(question.words)[:WORDS]:
        found = found.filter(search_text__contains=f" {token} ")
    for name, values in question.chosen.items():
        if name != without:
            chosen = Facet.objects.filter(project=OuterRef("pk"), name=name, value__in=values)
            found = found.filter(Exists(chosen))
    return found


def counts(question: Question) -> Counter[tuple[str, str]]:
    """(facet, value) → projects; a facet that is chosen is counted as if it were not."""
    found: Counter[tuple[str, str]] = Counter()
    for names, without in groups(question):
        rows = Facet.objects.filter(
            name__in=names, project__in=projects_found(question, without=without).values("pk")
        )
        for name, value, number in rows.values_list("name", "value").annotate(Count("pk")):
            found[name, value] = number
    return found


def groups(question: Question) -> list[tuple[list[str], str]]:
    """Facets that are counted together: all that are not chosen, each chosen one alone."""
    free = [name for name in NAMES if name not in question.chosen]
    return [(free, ""), *(([name], name) for name in question.chosen)]


def with_funders(projects: Sequence[Project]) -> dict:
    """Project → names of who pays, for a page of a list."""
    rows = Participation.objects.filter(project__in=projects).select_related("organisation")
    found: dict = {}
    for row in rows:
        if row.organisation is not None:
            side = "funders" if row.role == Role.FUNDING else "others"
            names = found.setdefault(row.project_id, {"funders": [], "others": []})[side]
            if row.organisation.name not in names:
                names.append(row.organisation.name)
    return found

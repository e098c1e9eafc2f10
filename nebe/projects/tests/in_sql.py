"""The explorer's question asked in SQL: slower, and so plain that the sets are held against it."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet

from nebe.projects.models import Facet, Project
from nebe.projects.selectors.explorer import Question, projects_public
from nebe.projects.words import Meaning, meanings


def projects_found(question: Question) -> QuerySet[Project]:
    found = projects_public()
    for meaning in meanings(question.words):
        found = found.filter(answers(meaning))
    for name, values in question.chosen.items():
        found = found.filter(has(name, values))
    if question.has_range:
        found = found.filter(has("year", question.years))
    return found


def has(name: str, values: Sequence[str]) -> Exists:
    return Exists(Facet.objects.filter(project=OuterRef("pk"), name=name, value__in=values))


def answers(meaning: Meaning) -> Q:
    found = Q(pk=None)
    for phrase in meaning.phrases:
        told = Q()
        for token in phrase:
            told &= Q(search_text__contains=f" {token} ")
        found |= told
    for name, value in meaning.facets:
        found |= Q(has(name, [value]))
    return found

"""What of evaluations, lessons and practices everyone may read, and how it is narrowed."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import pgettext_lazy

from nebe.core.people.models import Organisation
from nebe.core.sql import Statement

from ..models import (
    Action,
    Evaluation,
    Lesson,
    Practice,
    Project,
    Recommendation,
    ReviewRound,
    Stage,
)
from .texts import with_code, with_words, words_asked

HAVE = "SELECT slug, '', '' FROM {table} WHERE stage = %s{words} LIMIT 1"
STATES = {
    "waiting": pgettext_lazy("recommendation", "waits for an answer"),
    "late": pgettext_lazy("recommendation", "answer overdue"),
    **dict(Recommendation.Verdict.choices),
    "doing": pgettext_lazy("recommendation", "being done"),
    "done": pgettext_lazy("recommendation", "done"),
}


def evaluations_public() -> QuerySet[Evaluation]:
    """Those of published projects: a project that is taken back takes them along."""
    return Evaluation.objects.filter(
        stage=Evaluation.Stage.PUBLISHED, project__state=Project.State.PUBLISHED
    ).select_related("project")


def in_state(state: str, today: date) -> Q:
    """Which recommendations stand so."""
    if state == "waiting":
        return Q(answered_at=None)
    if state == "late":
        return Q(answered_at=None, answer_by__lt=today)
    answered = Q(answered_at__isnull=False)
    if state in Recommendation.Verdict.values:
        return answered & Q(verdict=state)
    actions = Action.objects.filter(recommendation=OuterRef("pk"))
    open_ = Exists(actions.filter(done_on=None))
    return answered & (Q(open_) if state == "doing" else Q(Exists(actions)) & ~Q(open_))


def recommendations_found(asked: Mapping[str, Any], today: date) -> QuerySet[Recommendation]:
    """`asked`: theme, organisation, state; of published evaluations."""
    evaluations = evaluations_public()
    if asked.get("theme"):
        evaluations = with_code(evaluations, "themes", asked["theme"])
    found = Recommendation.objects.filter(finding__evaluation__in=evaluations)
    if asked.get("organisation"):
        found = found.filter(organisation=asked["organisation"])
    if asked.get("state"):
        found = found.filter(in_state(asked["state"], today))
    return found


def evaluations_found(asked: Mapping[str, Any], today: date) -> QuerySet[Evaluation]:
    """With the recommendations that fit as `fitting` of each finding."""
    found = evaluations_public()
    if asked.get("theme"):
        found = with_code(found, "themes", asked["theme"])
    if asked.get("organisation") or asked.get("state"):
        fitting = recommendations_found(asked, today)
        found = found.filter(pk__in=fitting.values("finding__evaluation"))
    return found


def with_recommendations(
    evaluations: Iterable[Evaluation], asked: Mapping[str, Any], today: date
) -> list[tuple[Evaluation, list[Recommendation]]]:
    """Each with those of its recommendations that fit what is asked."""
    rows = list(evaluations)
    by_evaluation: dict[Any, list[Recommendation]] = {row.pk: [] for row in rows}
    found = recommendations_found(asked, today).filter(finding__evaluation__in=rows)
    for recommendation in found.select_related("finding", "organisation").prefetch_related(
        "actions__organisation"
    ):
        by_evaluation[recommendation.finding.evaluation_id].append(recommendation)
    return [(row, by_evaluation[row.pk]) for row in rows]


def lessons_public() -> QuerySet[Lesson]:
    return Lesson.objects.filter(stage=Stage.PUBLISHED).select_related("organisation")


def practices_public() -> QuerySet[Practice]:
    reviewed = ReviewRound.objects.filter(practice=OuterRef("pk"))
    return (
        Practice.objects.filter(stage=Stage.PUBLISHED)
        .select_related("organisation")
        .annotate(
            is_reviewed=Exists(reviewed.exclude(published_at=None)),
            in_review=Exists(reviewed.filter(closed_at=None)),
        )
    )


def learnt_found(rows: QuerySet, asked: Mapping[str, Any]) -> QuerySet:
    """`asked`: q, theme, target, year, organisation, reviewed."""
    found = with_words(rows, asked.get("q", ""))
    for name, key in (("themes", "theme"), ("targets", "target")):
        if asked.get(key):
            found = with_code(found, name, asked[key])
    for key in ("year", "organisation"):
        if asked.get(key):
            found = found.filter(**{key: asked[key]})
    if asked.get("reviewed"):
        found = found.filter(is_reviewed=asked["reviewed"] == "yes")
    return found


def learnt_have(model: type[Lesson | Practice], text: str) -> Statement:
    """Whether `learnt_found` finds a published one with these words."""
    words = words_asked(text)
    sql = HAVE.format(table=model._meta.db_table, words=" AND search_text LIKE %s" * len(words))
    return Statement(sql, [Stage.PUBLISHED, *(f"% {word} %" for word in words)])


def public_projects() -> Prefetch:
    return Prefetch("projects", Project.objects.filter(state=Project.State.PUBLISHED))


def organisations_of(rows: QuerySet) -> QuerySet[Organisation]:
    """For a filter: those that have something here."""
    return Organisation.objects.filter(pk__in=rows.order_by().values("organisation")).order_by(
        "name"
    )


def of_project(project: Project) -> dict[str, list[Any]]:
    """What the project's own page tells of it."""
    evaluations = list(evaluations_public().filter(project=project))
    return {
        "evaluations": evaluations,
        "lessons": list(lessons_public().filter(projects=project)),
        "practices": list(practices_public().filter(projects=project)),
    }

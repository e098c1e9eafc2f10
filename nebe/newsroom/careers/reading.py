"""What a member of the panel sees, and nobody else: `None` for everybody else."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from nebe.core.crypto.fields import reveal
from nebe.core.people.actors import StaffActor
from nebe.core.privacy.audit import audit_read

from ..models import Conflict, Criterion, JobApplication, Score, Selection

Status = JobApplication.Status


def selection_read(pk: UUID, actor: StaffActor) -> Selection | None:
    """For members of its panel who work for its organisation now."""
    found = Selection.objects.filter(pk=pk, organisation=actor.organisation, panel__user=actor.user)
    return found.select_related("organisation").first()


def application_read(pk: UUID, number: int, actor: StaffActor) -> JobApplication | None:
    """One application, and a line in the trail. Not for a member with a conflict of interest, nor
    once it was taken back."""
    selection = selection_read(pk, actor)
    if selection is None:
        return None
    found = readable(selection, actor).filter(number=number).select_related("selection")
    application = found.defer("cv").first()
    if application is not None:
        reveal([application])
        audit_read(actor=actor, row=application)
    return application


def readable(selection: Selection, actor: StaffActor) -> QuerySet[JobApplication]:
    return selection.applications.exclude(status=Status.WITHDRAWN).exclude(
        pk__in=conflicts_of(selection, actor)
    )


def conflicts_of(selection: Selection, actor: StaffActor) -> set[UUID]:
    found = Conflict.objects.filter(application__selection=selection, user=actor.user)
    return set(found.values_list("application", flat=True))


@dataclass(frozen=True)
class Row:
    """One application in the panel's table; `means` per criterion, None where nobody scored.

    The others' points are seen by who gave their own, so that nobody follows the first.
    """

    application: JobApplication
    has_conflict: bool
    mine: int | None
    criteria: list[Criterion]
    means: list[float | None]
    scorers: int

    @property
    def cells(self) -> list[tuple[Criterion, float | None]]:
        return list(zip(self.criteria, self.means, strict=True))

    @property
    def total(self) -> float | None:
        told = [mean for mean in self.means if mean is not None]
        return sum(told) if told else None


def scores_of(application: JobApplication) -> list[Score]:
    """With notes and who gave them."""
    scores = Score.objects.filter(application=application).order_by("criterion__position", "pk")
    return reveal(scores.select_related("user", "criterion"))


def table(selection: Selection, actor: StaffActor) -> tuple[list[Criterion], list[Row]]:
    """Those with most points first, then as they came; taken back ones last."""
    criteria = list(selection.criteria.all())
    applications = reveal(selection.applications.defer("cv", "letter", "phone", "answer"))
    conflicts = conflicts_of(selection, actor)
    scores = Score.objects.filter(application__selection=selection).defer("note")
    given: dict[UUID, list[Score]] = {}
    for score in scores:
        given.setdefault(score.application_id, []).append(score)
    rows = [
        row_of(one, given.get(one.pk, []), criteria, one.pk in conflicts, actor)
        for one in applications
    ]
    audit_read(actor=actor, row=selection)
    rows.sort(key=lambda row: (row.application.status == Status.WITHDRAWN, -(row.total or 0)))
    return criteria, rows


def row_of(
    application: JobApplication,
    scores: list[Score],
    criteria: list[Criterion],
    has_conflict: bool,
    actor: StaffActor,
) -> Row:
    mine = [score.points for score in scores if score.user_id == actor.user.pk]
    seen = scores if mine else []
    return Row(
        application=application,
        has_conflict=has_conflict,
        mine=sum(mine) if mine else None,
        criteria=criteria,
        means=means(seen, criteria),
        scorers=len({score.user_id for score in scores}),
    )


def means(scores: list[Score], criteria: list[Criterion]) -> list[float | None]:
    by_criterion: dict[UUID, list[int]] = {}
    for score in scores:
        by_criterion.setdefault(score.criterion_id, []).append(score.points)
    found = [by_criterion.get(criterion.pk) for criterion in criteria]
    return [sum(points) / len(points) if points else None for points in found]


def scoring_rows(selection: Selection, actor: StaffActor) -> list[list[str | float]]:
    """For an export: number, outcome, points; nothing of a person.

    As in the table, without the points of what the actor has not scored.
    """
    criteria = list(selection.criteria.all())
    scores = Score.objects.filter(application__selection=selection).defer("note")
    rows: list[list[str | float]] = []
    for application in selection.applications.only("number", "status").order_by("number"):
        given = [score for score in scores if score.application_id == application.pk]
        seen = given if any(score.user_id == actor.user.pk for score in given) else []
        points = means(seen, criteria)
        total = round(sum(point for point in points if point is not None), 2) if seen else ""
        told = ["" if point is None else round(point, 2) for point in points]
        rows.append([application.number, str(application.get_status_display()), *told, total])
    return rows

"""Which published records somebody should look at again, and since when nobody has."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce, Greatest, TruncDate

from ..models import Project

AGAIN = timedelta(days=365)
GRACE = timedelta(days=30)
# Some change counts as a look at the record, too.
LOOKED_AT = Greatest(TruncDate("updated_at"), Coalesce("confirmed_on", TruncDate("updated_at")))
ENDED = (Project.Status.CLOSED, Project.Status.CANCELLED)


def looked_at(project: Project) -> date:
    changed = project.updated_at.date()
    return max(changed, project.confirmed_on or changed)


def may_change(today: date) -> Q:
    """What ended more than a year ago stays as it is."""
    last = today - AGAIN
    over = Q(actual_end__lt=last) | Q(actual_end=None, status__in=ENDED, planned_end__lt=last)
    return ~over


def is_over(project: Project, today: date) -> bool:
    end = project.actual_end or (project.planned_end if project.status in ENDED else None)
    return end is not None and end < today - AGAIN


def due(*, today: date) -> QuerySet[Project]:
    """Published, last looked at a year ago; the longest unseen first."""
    rows = Project.objects.filter(may_change(today), state=Project.State.PUBLISHED)
    return rows.alias(looked=LOOKED_AT).filter(looked__lt=today - AGAIN).order_by("looked", "pk")


def unconfirmed(*, today: date) -> QuerySet[Project]:
    """Due for so long that silence is an answer."""
    rows = due(today=today).alias(silent=LOOKED_AT)
    return rows.filter(silent__lt=today - AGAIN - GRACE)


def not_confirmed_since(project: Project, today: date) -> date | None:
    since = looked_at(project)
    silent = since < today - AGAIN - GRACE
    return since if silent and not is_over(project, today) else None

"""Projects put in bands of size anew, where the network's rates have changed."""

from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, prefetch_related_objects

from ..bands import CURRENCY, amounts_of
from ..facets import facets_settle
from ..models import Budget, Listed, Project

PORTION = 500
FOREIGN = Q(currency="") & ~Q(project__currency__iexact=CURRENCY)
FOREIGN |= ~Q(currency="") & ~Q(currency__iexact=CURRENCY)


def projects_converted() -> QuerySet[Project]:
    """Those of which some budget is in another currency."""
    budgets = Budget.objects.filter(FOREIGN, project=OuterRef("pk"), value__isnull=False)
    return Project.objects.filter(Exists(budgets)).order_by("pk")


@transaction.atomic
def amounts_renew(*, after: UUID) -> UUID | None:
    """Those that come next after `after`; the last of them, None at the end."""
    found = list(projects_converted().filter(pk__gt=after)[:PORTION])
    prefetch_related_objects(found, "budgets")
    amounts = amounts_of({project: project.budgets.all() for project in found})
    listed = Listed.objects.filter(project__in=found).values_list("project_id", "amount")
    told = {key: amount for key, amount in listed if amount is not None}
    now = {key: float(amount) for key, amount in amounts.items()}
    changed = [project.pk for project in found if told.get(project.pk) != now.get(project.pk)]
    if changed:
        facets_settle(Project.objects.select_for_update().filter(pk__in=changed).order_by("pk"))
    return found[-1].pk if len(found) == PORTION else None

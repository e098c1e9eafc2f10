"""What registries of the standard get, and which projects are kept from them."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from nebe.core.people.models import Organisation

from ..models import Participation, Project
from .explorer import projects_public


def projects_for_registries() -> QuerySet[Project]:
    """Published ones that say what the schema asks for: one that does not spoils the whole file."""
    dated = Q()
    for name in ("planned_start", "actual_start", "planned_end", "actual_end"):
        dated |= ~Q(**{name: None})
    takes_part = Participation.objects.filter(project=OuterRef("pk"))
    rows = projects_public().exclude(iati_identifier=None).exclude(descriptions=[])
    return rows.exclude(status="").filter(dated, Exists(takes_part))


def without_identifier() -> QuerySet[Project]:
    return Project.objects.filter(iati_identifier=None).exclude(publisher=None)


def publishers_without_identifiers() -> dict[Organisation, int]:
    """Who reports projects that have none, and how many these are."""
    counted = without_identifier().order_by().values_list("publisher").annotate(Count("pk"))
    found = dict(counted)
    rows = Organisation.objects.filter(pk__in=found).order_by("name")
    return {row: found[row.pk] for row in rows}

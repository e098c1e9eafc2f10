"""What ends when another organisation reports a record."""

from django.db.models import QuerySet

from nebe.core.people.models import Organisation

from ..models import Counting, Project


def countings_ended(project: Project, to: Organisation) -> QuerySet[Counting]:
    """Those of an organisation other than `to`: whose exact numbers `to` must not read."""
    rows = Counting.objects.filter(project=project, indicator__isnull=False)
    rows = rows.filter(organisation__isnull=False).exclude(organisation=to)
    return rows.select_related("indicator", "organisation")

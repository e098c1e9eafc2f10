"""Published projects for programs: found as in the explorer, whole one by one."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.http import http_date
from ninja import Query, Router

from nebe.core.mail.addresses import absolute
from nebe.core.texts.translated import pick
from nebe.projects import facets
from nebe.projects.models import Facet, Measurement, Project, Role, Transaction
from nebe.projects.selectors.explorer import Question, projects_public
from nebe.projects.selectors.selection import Selection

from . import project_schemas, schemas
from .paging import paged

router = Router(tags=["projects"])
REFUSED = {422: schemas.Problem, 429: schemas.Problem}
BELOW = (
    "participations__organisation",
    "budgets",
    "transactions",
    "documents",
    "results__indicators__measurements__period",
)


@router.get("/projects", response={200: project_schemas.ProjectPage, **REFUSED})
def projects(request: HttpRequest, query: Query[project_schemas.ProjectsQuery]):
    """Projects of the network and of others, as their publishers report them."""
    chosen = {name: values for name in facets.NAMES if (values := getattr(query, name, None))}
    rows = Selection(Question(query.q, chosen, query.since, query.until))
    with translation.override(query.lang):
        return paged(request, query, rows, lambda some: items(some, query.lang))


@router.get(
    "/projects/{slug}",
    response={200: project_schemas.ProjectDetail, 404: schemas.Problem, **REFUSED},
)
def project(
    request: HttpRequest,
    slug: project_schemas.Address,
    query: Query[schemas.Query],
    response: HttpResponse,
):
    """One project with its money and its results, each value with whom it counts."""
    row = projects_public().filter(slug=slug).first()
    if row is None:
        raise Http404
    prefetch_related_objects([row], *BELOW)
    response["Last-Modified"] = http_date(row.updated_at.timestamp())
    with translation.override(query.lang):
        return items([row], query.lang)[0] | {
            "participating_organisations": parts(row, query.lang),
            "budgets": [
                sum_of(each, row) | {"start": each.start, "end": each.end}
                for each in row.budgets.all()
            ],
            "transactions": [
                sum_of(each, row) | {"type": term(each.type, Transaction.Type)}
                for each in row.transactions.all()
            ],
            "indicators": indicators(row, query.lang),
            "documents": [
                {"title": pick(each.title, query.lang), "url": each.url, "format": each.format}
                for each in row.documents.all()
            ],
        }


def items(rows: Sequence[Project], language: str) -> list[dict]:
    found = facets_of(rows)
    return [
        {
            "slug": row.slug,
            "url": absolute("projects:project", row.slug),
            "iati_identifier": row.iati_identifier,
            "title": pick(row.title, language),
            "aim": row.aim,
            "status": term(row.status, Project.Status),
            "start": row.start,
            "end": row.end,
            "facets": found[row.pk],
            "updated_at": row.updated_at,
        }
        for row in rows
    ]


def facets_of(rows: Sequence[Project]) -> dict:
    """Project → facet → terms, all named in a few queries."""
    told = list(
        Facet.objects.filter(project__in=rows, name__in=facets.NAMES)
        .order_by("name", "value")
        .values_list("project", "name", "value")
    )
    names = facets.labels({(name, value) for _project, name, value in told})
    found: dict = defaultdict(lambda: defaultdict(list))
    for project_id, name, value in told:
        text = names.get((name, value), value)
        found[project_id][name].append({"code": value, "name": text})
    return found


def parts(row: Project, language: str) -> list[dict]:
    return [
        {
            "role": term(each.role, Role),
            "name": each.organisation.name if each.organisation else pick(each.name, language).text,
            "ref": each.ref,
        }
        for each in row.participations.all()
    ]


def sum_of(row, project: Project) -> dict:
    return {
        "value": row.value,
        "currency": row.currency or project.currency,
        "date": row.value_date or getattr(row, "date", None),
    }


def indicators(row: Project, language: str) -> list[dict]:
    return [
        {
            "result": pick(result.title, language),
            "title": pick(each.title, language),
            "measure": each.measure,
            "measurements": [measurement(value) for value in each.measurements.all()],
        }
        for result in row.results.all()
        for each in result.indicators.all()
    ]


def measurement(row: Measurement) -> dict:
    return {
        "kind": row.kind,
        "value": row.value,
        "start": row.period.start if row.period else None,
        "end": row.period.end if row.period else None,
        "dimensions": row.dimensions,
    }


def term(code: str, names) -> dict:
    return {"code": code, "name": str(dict(names.choices).get(code, code))}

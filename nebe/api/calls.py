"""Published funding calls for programs: found as on their page; closed ones say so."""

from collections.abc import Sequence
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.http import http_date
from ninja import Query, Router

from nebe.core.mail.addresses import absolute
from nebe.core.texts.translated import pick
from nebe.projects.calls import terms
from nebe.projects.calls.finding import CallQuestion, calls_found, calls_public, whole
from nebe.projects.models import Call, CallTerm

from . import call_schemas, project_schemas, schemas
from .paging import paged

router = Router(tags=["calls"])
REFUSED = {422: schemas.Problem, 429: schemas.Problem}
NARROWS = ("q", "status", "applicant", "territory", "theme", "target", "programme")


@router.get("/calls", response={200: call_schemas.CallPage, **REFUSED})
def calls(request: HttpRequest, query: Query[call_schemas.CallsQuery]):
    """Who gives money for what, to whom, until when."""
    now = timezone.now()
    needs = {"amount": str(query.amount), "currency": query.currency} if query.amount else {}
    question = CallQuestion(**{name: getattr(query, name) for name in NARROWS}, **needs)
    rows = whole(calls_found(question, now=now))
    with translation.override(query.lang):
        return paged(request, query, rows, lambda some: items(some, query.lang, now))


@router.get(
    "/calls/{slug}",
    response={200: call_schemas.CallDetail, 404: schemas.Problem, **REFUSED},
)
def call(
    request: HttpRequest,
    slug: project_schemas.Address,
    query: Query[schemas.Query],
    response: HttpResponse,
):
    """One call with its conditions and documents."""
    row = whole(calls_public()).filter(slug=slug).first()
    if row is None:
        raise Http404
    response["Last-Modified"] = http_date(row.updated_at.timestamp())
    with translation.override(query.lang):
        return items([row], query.lang, timezone.now())[0] | {
            "conditions": pick(row.conditions, query.lang),
            "documents": row.links,
        }


def items(rows: Sequence[Call], language: str, now: datetime) -> list[dict]:
    kind = CallTerm.Kind
    codes = list({code for row in rows for code in row.codes(kind.TERRITORY)})
    places = dict(zip(codes, terms.names(kind.TERRITORY, codes), strict=True))
    return [
        {
            "slug": row.slug,
            "url": absolute("projects:call", row.slug),
            "reference": row.reference,
            "title": pick(row.title, language),
            "summary": pick(row.summary, language),
            "status": row.status(now),
            "opens_at": row.opens_at and row.opens_at.astimezone(row.tz),
            "deadlines": [each.at.astimezone(row.tz) for each in row.deadlines.all()],
            "programme": row.programme
            and {"slug": row.programme.slug, "name": pick(row.programme.name, language)},
            "funder": row.funder and row.funder.name,
            "applicants": named(row, kind.APPLICANT),
            "territories": [
                {"code": code, "name": places[code]} for code in row.codes(kind.TERRITORY)
            ],
            "themes": named(row, kind.THEME),
            "targets": named(row, kind.TARGET),
            "amount": {
                "currency": row.currency or None,
                "project_min": row.amount_min,
                "project_max": row.amount_max,
                "total": row.amount_total,
            },
            "own_share": row.own_share,
            "website": row.website or None,
            "updated_at": row.updated_at,
        }
        for row in rows
    ]


def named(row: Call, kind: str) -> list[dict]:
    codes = row.codes(kind)
    names = terms.names(kind, codes)
    return [{"code": code, "name": name} for code, name in zip(codes, names, strict=True)]

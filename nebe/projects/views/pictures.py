"""Pictures of a selection: the timeline, the flows of money; their files."""

from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nebe.core.mail.addresses import absolute, full
from nebe.core.people.access import public
from nebe.core.people.limits import network_limited
from nebe.core.people.requests import Request

from ..models import Project, Role
from ..pictures import drawn_flows
from ..pictures.files import PICTURES, TABLES, picture_file, table_file
from ..pictures.flows import Flows, flows, organisations_of
from ..pictures.svg import INNER, file_svg
from ..pictures.timeline import GROUPED_BY, drawing, names_of, timeline
from ..selectors.amounts import MEASURES, MOST
from ..selectors.explorer import question_of
from ..selectors.phrases import phrase_of
from ..selectors.rates import SHOWN_IN
from ..selectors.selection import Selection

PER_PAGE = 100  # projects of a timeline
ROWS = 100  # of a table below a picture
OWN = ("page", "by", "money", "currency")  # fields that a picture's own form has


def shared(request: Request, name: str) -> dict[str, Any]:
    """What every view of a selection has."""
    question = question_of(request.GET)
    query = request.GET.copy()
    query.pop("page", None)
    asked = as_query(query)
    for field in OWN:
        query.pop(field, None)
    return {
        "view": name,
        "question": question,
        "phrase": phrase_of(question),
        "permanent": full(request.path) + asked,
        "selection": as_query(query),
        "kept": [
            (key, value)
            for key, values in request.GET.lists()
            if key not in OWN
            for value in values
        ],
        "files": [
            (form.upper(), reverse(f"projects:{name}_file", args=[form]) + asked)
            for form in (*PICTURES, *TABLES)
        ],
    }


def as_query(query: QueryDict) -> str:
    return f"?{query.urlencode()}" if query else ""


def by_of(request: Request) -> str:
    asked = request.GET.get("by", "")
    return asked if asked in GROUPED_BY else "org"


def page_of(request: Request, found: Any) -> Any:
    return Paginator(found, PER_PAGE).get_page(request.GET.get("page"))


@network_limited("projects_timeline", rate="600/h")
@public
@require_safe
def timeline_page(request: Request) -> HttpResponse:
    page, by = page_of(request, Selection(question_of(request.GET))), by_of(request)
    context = shared(request, "timeline") | {
        "page_obj": page,
        "total": page.paginator.count,
        "timeline": timeline(page.object_list, by=by, today=timezone.localdate()),
        "by": by,
        "grouped_by": GROUPED_BY.items(),
    }
    return render(request, "projects/pictures/timeline.html", context)


@network_limited("projects_picture", rate="120/h")
@public
@require_safe
def timeline_file(request: Request, form: str) -> HttpResponse:
    """The picture has the projects of one page, the table all that are found."""
    question = question_of(request.GET)
    selection = Selection(question)
    title = _("Timeline of projects")
    address = absolute("projects:timeline") + as_query(request.GET)
    if form in TABLES:
        about = {"title": title, "address": address, "selection": phrase_of(question)}
        return table_file(form, name="timeline", **timeline_table(selection[:MOST]), about=about)
    page = page_of(request, selection)
    drawn = timeline(page.object_list, by=by_of(request), today=timezone.localdate())
    shapes = drawing(drawn, INNER) | {"title": title, "said": phrase_of(question)}
    svg = file_svg(
        "projects/pictures/timeline.svg", shapes, height=shapes["height"], address=address
    )
    return picture_file(form, svg, name="timeline")


def timeline_table(rows: list[Project]) -> dict[str, Any]:
    ids = [row.pk for row in rows]
    people = organisations_of(ids, (Role.ACCOUNTABLE, Role.IMPLEMENTING))
    names = names_of({key for keys in people.values() for key in keys}, "org")
    header = [_("Title"), _("Organisations"), _("Status")]
    header += [_("Planned start"), _("Planned end"), _("Actual start"), _("Actual end")]
    return {
        "header": [*header, _("Address")],
        "rows": [
            [
                str(row.name),
                "; ".join(names.get(key, key) for key in dict.fromkeys(people.get(row.pk, []))),
                str(row.get_status_display()),
                *(
                    day.isoformat() if day else ""
                    for day in (
                        row.planned_start,
                        row.planned_end,
                        row.actual_start,
                        row.actual_end,
                    )
                ),
                absolute("projects:project", row.slug),
            ]
            for row in rows
        ],
    }


@network_limited("projects_money", rate="600/h")
@public
@require_safe
def money_page(request: Request) -> HttpResponse:
    found = flows(Selection(question_of(request.GET)), request.GET)
    context = shared(request, "money") | {
        "flows": found,
        "most": MOST,
        "measures": MEASURES.items(),
        "currencies": SHOWN_IN,
    }
    if found:
        context |= {
            "drawn": drawn_flows.drawing(found),
            "words": drawn_flows.in_words(found),
            "rows": drawn_flows.cells_of(found, found.strands[:ROWS]),
            "rows_left": max(0, len(found.strands) - ROWS),
        }
    return render(request, "projects/pictures/money.html", context)


@network_limited("projects_picture", rate="120/h")
@public
@require_safe
def money_file(request: Request, form: str) -> HttpResponse:
    question = question_of(request.GET)
    found = flows(Selection(question), request.GET)
    if found is None:
        raise Http404
    title = _("Whose money goes where")
    address = absolute("projects:money") + as_query(request.GET)
    if form in TABLES:
        about = {"title": title, "address": address, "selection": phrase_of(question)}
        about |= notes(found)
        rows = drawn_flows.rows_of(found, found.strands)
        return table_file(form, name="money", header=drawn_flows.header(), rows=rows, about=about)
    drawn = drawn_flows.drawing(found)
    if drawn is None:
        raise Http404
    said = f"{phrase_of(question)} · {found.amounts.name} ({found.amounts.currency})"
    shapes = drawn | {"title": title, "said": said}
    svg = file_svg("projects/pictures/sankey.svg", shapes, height=drawn["height"], address=address)
    return picture_file(form, svg, name="money")


def notes(found: Flows) -> dict[str, Any]:
    """What the sums leave out, for machines."""
    return {
        "money": found.amounts.measure,
        "currency": found.amounts.currency,
        "total": to_cents(found.total),
        "projects": found.projects,
        "projects_without_amount": found.amounts.without,
        "projects_below_nothing": found.below,
        "not_converted": {key: to_cents(sum_) for key, sum_ in found.amounts.unconverted.items()},
    }


def to_cents(value: Decimal) -> str:
    return f"{value:.2f}"

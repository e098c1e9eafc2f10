"""Published projects for everyone: one selection as a list, a table, a map, and as files."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from nebe.core.mail.addresses import absolute
from nebe.core.people.access import public
from nebe.core.people.limits import network_limited
from nebe.core.people.requests import Request
from nebe.core.ui.structured import as_script

from .. import choices, drawn, maps
from ..facets import NAMES
from ..pictures.files import picture_file
from ..pictures.svg import LATIN, family_of
from ..profiles.subjects import links_of_selection
from ..reports.structured import data_set
from ..selectors.explorer import YEARS, question_of, with_funders
from ..selectors.rows import BY_NAME, MOST_BY_NAME, rows_by_name, rows_of
from ..selectors.selection import SORTS, Selection
from ..tables.exports import FORMATS

PER_PAGE, ROWS = 20, 50
FOOT = 64  # below the map of a picture, for where it is from
# Columns of the table: by what each is put in order, and its title.
COLUMNS = {
    "title": _("Title"),
    "lead": _("Lead organisation"),
    "funders": _("Who pays"),
    "places": _("Place"),
    "start": _("From"),
    "end": _("Until"),
    "amount": _("Budget"),
}


def shared(selection: Selection, view: str) -> dict[str, Any]:
    """What every view of a selection shows around it."""
    question = selection.question
    address = permanent(selection, {"list": "explorer"}.get(view, view))
    return {
        "view": view,
        "question": question,
        "facets": choices.facets_shown(selection),
        "chips": choices.chips(question, selection.sets),
        "total": selection.total,
        "total_told": choices.grouped(selection.total),
        "narrowed": not question.is_open,
        "selection_query": question.query(),
        "permanent": address,
        "citation": choices.citation(selection, address, timezone.localdate()),
        "years": YEARS,
    }


def page_of(request: Request, found: Any, size: int) -> Any:
    return Paginator(found, size).get_page(request.GET.get("page"))


def permanent(selection: Selection, view: str) -> str:
    """Always the same for the same selection, whatever else stands in the address."""
    query = selection.question.query()
    return absolute(f"projects:{view}") + (f"?{query}" if query else "")


@network_limited("projects", rate="1200/h")
@public
@require_safe
def explorer(request: Request) -> HttpResponse:
    selection = Selection(question_of(request.GET))
    page = page_of(request, selection, PER_PAGE)
    rows = page.object_list
    people = with_funders(rows)
    context = shared(selection, "list") | {
        "pages": links_of_selection(selection),
        "structured": as_script(
            data_set(permanent(selection, "explorer"), selection.question.query())
        ),
        "page_obj": page,
        "cards": drawn.cards((row, people.get(row.pk, {})) for row in rows),
    }
    return render(request, "projects/explorer.html", context)


@network_limited("projects", rate="1200/h")
@public
@require_safe
def table(request: Request) -> HttpResponse:
    selection = Selection(question_of(request.GET))
    sort, descending = order_of(request.GET.get("sort", ""), selection.total)
    by_name = sort in BY_NAME
    found: Any = (
        rows_by_name(selection, sort, descending=descending)
        if by_name
        else selection.numbers(sort, descending=descending)
    )
    page = page_of(request, found, ROWS)
    rows = page.object_list if by_name else rows_of(selection.projects(page.object_list))
    context = shared(selection, "table") | {
        "page_obj": page,
        "rows": drawn.table_rows(rows, list(COLUMNS.values())),
        "columns": columns(sort, descending, selection.total),
        "names_too_many": MOST_BY_NAME if selection.total > MOST_BY_NAME else 0,
    }
    return render(request, "projects/table.html", context)


def order_of(asked: str, total: int) -> tuple[str, bool]:
    """By which column, and whether downwards: the newest first unless something else is asked."""
    column = asked.removeprefix("-")
    if column in SORTS or (column in BY_NAME and total <= MOST_BY_NAME):
        return column, asked.startswith("-")
    return "start", True


def columns(sort: str, descending: bool, total: int) -> list[dict[str, Any]]:
    """Each with what its heading asks for: the other direction of the column in force."""
    found = []
    for column, title in COLUMNS.items():
        can = column in SORTS or total <= MOST_BY_NAME
        is_now = column == sort
        found.append(
            {
                "title": title,
                "sort": ("-" if is_now and not descending else "") + column if can else "",
                "sorted": ("descending" if descending else "ascending") if is_now else "",
            }
        )
    return found


@network_limited("projects", rate="1200/h")
@public
@require_safe
def map(request: Request) -> HttpResponse:
    selection = Selection(question_of(request.GET))
    level = maps.level_of(request.GET.get("by", ""), selection)
    address = reverse("projects:map" if level == "region" else "projects:explorer")
    context = shared(selection, "map") | {
        "maps": [
            vars(each)
            | {
                "drawn": drawn.bubbles(each.bubbles, address),
                "rows": drawn.bubble_rows(each.bubbles, address),
            }
            for each in maps.maps_draw(selection, level)
        ],
        "without_map": drawn.bubble_rows(maps.without_map(selection, level), address),
        "level": level,
        "levels": [("region", NAMES["region"]), ("town", NAMES["town"])],
        "nowhere": selection.total - selection.having_any(level),
    }
    return render(request, "projects/map.html", context)


@network_limited("projects", rate="1200/h")
@public
@require_safe
def map_picture(request: Request, country: str, form: str) -> HttpResponse:
    """The map of one country by itself, to be put into a text."""
    selection = Selection(question_of(request.GET))
    level = maps.level_of(request.GET.get("by", ""), selection)
    found = {each.country: each for each in maps.maps_draw(selection, level)}
    if country not in found:
        raise Http404
    context = {
        "map": found[country],
        "height": found[country].height + FOOT,
        "source": permanent(selection, "map"),
        "family": family_of(settings.NETWORK_NAME) or LATIN,
        "today": timezone.localdate(),
    }
    svg = render_to_string("projects/map.svg", context, request)
    return picture_file(form, svg, name=f"projects-{country}")


@network_limited("projects", rate="1200/h")
@public
@require_safe
def facet(request: Request, name: str) -> HttpResponse:
    """All values of a facet, with a search among them."""
    if name not in NAMES:
        raise Http404
    selection = Selection(question_of(request.GET))
    typed = request.GET.get("find", "")[:100]
    question = selection.question
    found, left = choices.facet_whole(selection, name, typed)
    context = {
        "name": name,
        "title": NAMES[name],
        "find": typed,
        "choices": choices.choices_html(name, found),
        "left": left,
        "question": question,
        "others": [(n, v) for n, values in question.chosen.items() if n != name for v in values],
        "back": question.query(),
    }
    return render(request, "projects/facet.html", context)


@network_limited("projects_table", rate="60/h")
@public
def file(request: Request, form: str) -> FileResponse | StreamingHttpResponse:
    """All that is found, in one of `FORMATS`."""
    if form not in FORMATS:
        raise Http404
    selection = Selection(question_of(request.GET))
    write, content_type = FORMATS[form]
    day = timezone.localdate()
    content = write(selection, permanent(selection, "explorer"), day)
    kind = FileResponse if form == "xlsx" else StreamingHttpResponse
    response = kind(content, content_type=content_type)
    name = f"projects-{day.isoformat()}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

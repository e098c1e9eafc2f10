"""Projects for everyone: the explorer, one project, the files of the standard."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from nebe.core.people.access import public
from nebe.core.people.limits import network_limited
from nebe.core.people.models import Organisation
from nebe.core.people.requests import Request

from ..facets import NAMES, labels
from ..iati import writing
from ..learning.reading import of_project
from ..models import Project, PublisherFile
from ..selectors import explorer as selectors
from ..selectors.shown import shown
from ..tables.exports import table

PER_PAGE = 20


@network_limited("projects", rate="1200/h")
@public
@require_safe
def explorer(request: Request) -> HttpResponse:
    question = selectors.question_of(request.GET)
    found = selectors.projects_found(question)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    people = selectors.with_funders(rows)
    counts = selectors.counts(question)
    context = {
        "page_obj": page,
        "question": question,
        "projects": [(row, people.get(row.pk, {})) for row in rows],
        "facets": facets_shown(question, counts),
        "total": page.paginator.count,
        "narrowed": bool(question.words or question.chosen),
    }
    return render(request, "projects/explorer.html", context)


def facets_shown(question, counts) -> list[tuple]:
    """(name, label, choices), a choice being (value, label, projects, chosen)."""
    names = labels(counts)
    found = []
    for name, title in NAMES.items():
        chosen = question.chosen.get(name, [])
        rows = [
            (value, names[of, value], number, value in chosen)
            for (of, value), number in counts.items()
            if of == name and names[of, value]
        ]
        order = (lambda row: row[0]) if name == "year" else (lambda row: (-row[2], row[1]))
        rows = sorted(rows, key=order, reverse=name == "year")
        shown = [row for row in rows if row[3]]
        rest = [row for row in rows if not row[3]][: selectors.CHOICES_SHOWN]
        if shown or len(rest) > 1:
            found.append((name, title, shown + rest))
    return found


@public
def project(request: Request, slug: str) -> HttpResponse:
    row = get_object_or_404(selectors.projects_public(), slug=slug)
    return render(request, "projects/project.html", shown(row) | {"learning": of_project(row)})


@network_limited("projects_table", rate="60/h")
@public
def explorer_table(request: Request) -> StreamingHttpResponse:
    """All that is found, as CSV."""
    found = selectors.projects_found(selectors.question_of(request.GET))
    response = StreamingHttpResponse(table(found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="projects.csv"'
    return response


@network_limited("iati", rate="120/h")
@public
def iati_activities(request: Request, slug: str) -> StreamingHttpResponse:
    """All published projects that an organisation reports: one file for a registry."""
    organisation = get_object_or_404(Organisation, slug=slug)
    projects = selectors.projects_public().filter(publisher=organisation).order_by("pk")
    if not projects.exists():
        raise Http404
    pieces = writing.activities(projects.iterator(chunk_size=writing.PORTION), generated=now())
    return StreamingHttpResponse(pieces, content_type="application/xml")


@network_limited("iati", rate="120/h")
@public
def iati_organisation(request: Request, slug: str) -> StreamingHttpResponse:
    """What an organisation says of its own money."""
    files = PublisherFile.objects.filter(
        organisation__slug=slug, state=Project.State.PUBLISHED
    ).order_by("identifier")
    if not files:
        raise Http404
    pieces = writing.publishers(files, generated=now())
    return StreamingHttpResponse(pieces, content_type="application/xml")


def now():
    return timezone.now()

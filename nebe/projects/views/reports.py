"""Projects on paper and in feed readers: portraits, reports, previews, what is new."""

from collections.abc import Callable

from django.core.cache import cache
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_http_methods, require_safe

from nebe.core.mail.addresses import absolute
from nebe.core.people.access import public
from nebe.core.people.limits import limit, network_limited, network_of
from nebe.core.people.requests import Request
from nebe.core.ui.cards import PREVIEW, Card, draw

from ..models import Project, ProjectReport
from ..reports.feed import FEEDS
from ..reports.jobs import project_report_make
from ..reports.portrait import portrait_pdf
from ..reports.report import MOST
from ..reports.services import KEPT, report_ask
from ..selectors.explorer import projects_public, question_of
from ..selectors.phrases import phrase_of
from ..selectors.selection import Selection

DAY = 86400
RATE = "20/h"  # reports of one network
LONGEST = 4000  # letters of a selection


@network_limited("projects_portrait", rate="120/h")
@public
@require_safe
@cache_control(public=True, no_cache=True)
@conditional_page
def portrait(request: Request, slug: str) -> HttpResponse:
    project = get_object_or_404(projects_public(), slug=slug)
    address = absolute("projects:project", slug)
    content = made_once("portrait", project, lambda: portrait_pdf(project, address=address))
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{slug}-{get_language()}.pdf"'
    return response


@network_limited("projects_preview", rate="600/h")
@public
@require_safe
@cache_control(public=True, no_cache=True)
@conditional_page
def preview(request: Request, slug: str) -> HttpResponse:
    """What other sites show beside a link to this project."""
    project = get_object_or_404(projects_public(), slug=slug)
    name = project.name
    card = Card(
        width=PREVIEW[0],
        height=PREVIEW[1],
        title=str(name) or project.slug,
        language=name.language or get_language() or "en",
        label=_("Project"),
    )
    return HttpResponse(made_once("preview", project, lambda: draw(card)), content_type="image/png")


def made_once(kind: str, project: Project, make: Callable[[], bytes]) -> bytes:
    """Until the project changes, for each language."""
    changed = f"{project.updated_at:%Y%m%d%H%M%S%f}:{project.last_updated}"
    key = f"project-{kind}:{project.pk}:{changed}:{get_language()}"
    content = cache.get(key)
    if content is None:
        content = make()
        cache.set(key, content, DAY)
    return content


@network_limited("projects_report_page", rate="600/h")
@public
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: Request) -> HttpResponse:
    """What a report would be about; its button has it made."""
    query = request.GET.urlencode()[:LONGEST]
    question = question_of(request.GET)
    is_too_many = False
    if request.method == "POST":
        if limit("projects_report", network_of(request), rate=RATE):
            made, is_new = report_ask(
                query=query,
                language=get_language() or "en",
                actor=request.actor,
                now=timezone.now(),
            )
            if is_new:
                project_report_make.enqueue(made.pk)
            return redirect("projects:report_made", made.pk)
        is_too_many = True
    context = {
        "phrase": phrase_of(question),
        "number": Selection(question).total,
        "most": MOST,
        "query": query,
        "is_too_many": is_too_many,
    }
    return render(
        request, "projects/reports/report.html", context, status=429 if is_too_many else 200
    )


@network_limited("projects_report_page", rate="600/h")
@public
@require_safe
def report_made(request: Request, pk) -> HttpResponse:
    """How far it is; the page looks again by itself."""
    found = get_object_or_404(ProjectReport, pk=pk)
    context = {
        "report": found,
        "is_waiting": found.state == ProjectReport.State.WAITING,
        "days": KEPT.days,
    }
    response = render(request, "projects/reports/made.html", context)
    response["Cache-Control"] = "no-store"
    return response


@network_limited("projects_picture", rate="120/h")
@public
@require_safe
def report_file(request: Request, pk) -> FileResponse:
    found = get_object_or_404(ProjectReport, pk=pk, state=ProjectReport.State.MADE)
    try:
        content = found.file.open("rb")
    except OSError:
        raise Http404 from None
    response = FileResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="projects-{found.language}.pdf"'
    response["Cache-Control"] = "private, no-store"  # a project in it may be withdrawn
    return response


@network_limited("projects_feed", rate="600/h")
@public
@require_safe
@conditional_page
def feed(request: Request, form: str) -> HttpResponse:
    """Caches ask again each time: what was withdrawn must not live on in a copy."""
    if form not in FEEDS:
        raise Http404
    response = FEEDS[form](request)
    response["Cache-Control"] = "no-cache"
    if response.has_header("Last-Modified"):
        del response["Last-Modified"]
    return response

"""Projects for everyone: one project, the files of the standard."""

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language

from nebe.core.mail.addresses import absolute
from nebe.core.people.access import public
from nebe.core.people.limits import network_limited
from nebe.core.people.models import Organisation
from nebe.core.people.requests import Request
from nebe.core.ui.registry import told_of
from nebe.core.ui.structured import as_script

from ..iati import writing
from ..learning.reading import of_project
from ..models import Project, PublisherFile
from ..reports.structured import structured
from ..selectors import explorer as selectors
from ..selectors.rates import currency_chosen
from ..selectors.registries import projects_for_registries
from ..selectors.shown import project_facts


@public
def project(request: Request, slug: str) -> HttpResponse:
    row = get_object_or_404(selectors.projects_public(), slug=slug)
    told = project_facts(row, currency_chosen(request.GET)) | {
        "learning": of_project(row),
        "told": told_of("project", str(row.pk), get_language() or "en"),
        "address": absolute("projects:project", slug),
        "preview_address": absolute("projects:preview", slug),
        "structured": as_script(structured(row)),
    }
    return render(request, "projects/project.html", told)


@network_limited("iati", rate="120/h")
@public
def iati_activities(request: Request, slug: str) -> StreamingHttpResponse:
    """Published projects that an organisation reports: one file for a registry."""
    organisation = get_object_or_404(Organisation, slug=slug)
    projects = projects_for_registries().filter(publisher=organisation).order_by("pk")
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

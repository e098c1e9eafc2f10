"""The mailed page that asks whether a project is still described right."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from nebe.core.errors import NotPossible
from nebe.core.mail.links import LinkUnknown, link_use
from nebe.core.mail.models import Link
from nebe.core.people.requests import Request

from ..models import Project
from ..selectors.confirming import looked_at
from ..services.confirming import project_confirm


def ask(request: Request, link: Link) -> HttpResponse:
    """One button says yes; the other way leads to the record, behind the login."""
    project = project_of(link)
    if request.method == "POST":
        try:
            project_confirm(project=project, actor=request.actor)
        except NotPossible as problem:
            messages.error(request, str(problem))
        else:
            link_use(link)
            messages.success(request, _("Thank you. The page says when you confirmed it."))
        return redirect("projects:project", slug=project.slug)
    return shown(request, project, answered=False)


def answered(request: Request, link: Link) -> HttpResponse:
    return shown(request, project_of(link), answered=True)


def shown(request: Request, project: Project, *, answered: bool) -> HttpResponse:
    context = {
        "project": project,
        "answered": answered,
        "looked_at": looked_at(project),
        "today": timezone.localdate(),
    }
    return render(request, "projects/still_right.html", context)


def project_of(link: Link) -> Project:
    rows = Project.objects.filter(state=Project.State.PUBLISHED)
    project = rows.filter(pk=link.target).first()
    if project is None:
        raise LinkUnknown
    return project

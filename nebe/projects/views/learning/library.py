"""Lessons and practices in the console: members write them, the office publishes them."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from nebe.core.people.actors import StaffActor
from nebe.core.people.models import Organisation
from nebe.core.people.requests import StaffRequest

from ...learning import library as services
from ...learning.forms import MOST_PROJECTS, LearntForm, LessonForm, PracticeForm
from ...learning.roles import keeps
from ...models import Lesson, Participation, Practice, Project, Stage
from ...models.learning import Learnt
from .pages import data_of, done, edit, language_of, writers

PER_PAGE = 50
FORMS: dict[str, Callable[..., LearntForm]] = {"lessons": LessonForm, "practices": PracticeForm}
MODELS: dict[str, Any] = {"lessons": Lesson, "practices": Practice}
ONE = {"lessons": "lesson", "practices": "practice"}
TITLES: dict[str, tuple[str | Promise, str | Promise]] = {
    "lessons": (gettext_lazy("Lessons learnt"), gettext_lazy("Write down a lesson")),
    "practices": (gettext_lazy("Good practices"), gettext_lazy("Describe a practice")),
}
BUTTONS = {
    Stage.PROPOSED: "propose",
    Stage.DRAFT: "back",
    Stage.PUBLISHED: "publish",
    Stage.WITHDRAWN: "withdraw",
}


def rows_of(actor: StaffActor, kind: str) -> QuerySet[Any]:
    """The office sees all, members their own."""
    rows = MODELS[kind].objects.select_related("organisation")
    return rows if keeps(actor) else rows.filter(organisation=actor.organisation)


def projects_of(organisation: Organisation) -> QuerySet[Project]:
    """The latest that it reports, and of others the published ones that it has a part in."""
    takes_part = Participation.objects.filter(organisation=organisation).values("project")
    of_others = Q(pk__in=takes_part, state=Project.State.PUBLISHED)
    own = Project.objects.filter(Q(publisher=organisation) | of_others)
    latest = own.exclude(state=Project.State.WITHDRAWN).values_list("pk", flat=True)
    return Project.objects.filter(pk__in=list(latest[:MOST_PROJECTS]))


@writers
def listed(request: StaffRequest, kind: str) -> HttpResponse:
    rows = rows_of(request.actor, kind).order_by("-updated_at")
    stage = request.GET.get("stage", "")
    if stage in Stage.values:
        rows = rows.filter(stage=stage)
    title, new = TITLES[kind]
    context = {
        "page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "title": title,
        "new": new,
        "new_url": reverse(f"projects_staff:{ONE[kind]}_new"),
        "public_url": reverse(f"projects:{kind}"),
        "url_name": f"projects_staff:{ONE[kind]}",
        "stage": stage,
        "stages": Stage.choices,
    }
    return render(request, "projects/learning/staff/library.html", context)


@writers
def new(request: StaffRequest, kind: str) -> HttpResponse:
    row = MODELS[kind](organisation=request.actor.organisation)
    return edited(request, kind, row, str(TITLES[kind][1]))


@writers
def one(request: StaffRequest, kind: str, pk) -> HttpResponse:
    row = get_object_or_404(rows_of(request.actor, kind), pk=pk)
    return edited(request, kind, row, str(row.name))


def edited(request: StaffRequest, kind: str, row: Learnt, title: str) -> HttpResponse:
    language = language_of(request)
    form = FORMS[kind](
        data_of(request), row=row, language=language, projects=projects_of(row.organisation)
    )
    office = keeps(request.actor)
    there = not row._state.adding
    return edit(
        request,
        form,
        save=lambda: services.learnt_save(
            row=row,
            values=form.values(),
            projects=form.cleaned_data["projects"],
            language=language,
            actor=request.actor,
        ),
        title=title,
        back=reverse(f"projects_staff:{kind}"),
        after=lambda: reverse(f"projects_staff:{ONE[kind]}", args=[row.pk]),
        row=row if there else None,
        kind=kind,
        act_url=reverse(f"projects_staff:{ONE[kind]}_act", args=[row.pk]) if there else "",
        public_url=reverse(f"projects:{ONE[kind]}", args=[row.slug]) if there else "",
        moves=moves_of(row, office) if there else [],
        fixed=row.stage == Stage.PUBLISHED and not office,
        office=office,
    )


def moves_of(row: Learnt, office: bool) -> list[tuple[str, str]]:
    """(button, stage): what may be done with it next, and by whom."""
    return [
        (name, stage)
        for stage, name in BUTTONS.items()
        if row.stage in services.MOVES[stage] and (office or stage in services.OF_MEMBERS)
    ]


@writers
@require_POST
def act(request: StaffRequest, kind: str, pk) -> HttpResponse:
    row = get_object_or_404(rows_of(request.actor, kind), pk=pk)
    stage = request.POST.get("stage", "")
    if stage not in BUTTONS:
        raise Http404
    said = _("It is now: %(stage)s") % {"stage": Stage(stage).label}
    done(request, lambda: services.learnt_move(row=row, stage=stage, actor=request.actor), said)
    return redirect(f"projects_staff:{ONE[kind]}", pk=pk)

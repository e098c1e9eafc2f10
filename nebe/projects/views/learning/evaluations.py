"""Evaluations for the network's office: written, sent to the organisations, published."""

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nebe.core.people.models import Organisation
from nebe.core.people.requests import StaffRequest

from ...learning import evaluations as services
from ...learning.forms import EvaluationForm, FindingForm, RecommendationForm
from ...models import Evaluation, Finding, Recommendation
from ..staff import keepers
from .pages import data_of, done, edit, language_of
from .public import evaluation_shown

PER_PAGE = 50
Stage = Evaluation.Stage
BUTTONS = {
    Stage.ASKED: "ask",
    Stage.PUBLISHED: "publish",
    Stage.WITHDRAWN: "withdraw",
}


@keepers
def evaluations(request: StaffRequest) -> HttpResponse:
    rows = Evaluation.objects.select_related("project").order_by("-created_at")
    late = Q(
        findings__recommendations__answered_at=None,
        findings__recommendations__answer_by__lt=timezone.localdate(),
    )
    of = "findings__recommendations"
    counted = rows.annotate(
        asked=Count(of, distinct=True),
        answered=Count(of, filter=Q(findings__recommendations__answered_at__isnull=False)),
        late=Count(of, filter=late),
    )
    page = Paginator(counted, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "projects/learning/staff/evaluations.html", {"page_obj": page})


@keepers
def evaluation_new(request: StaffRequest) -> HttpResponse:
    start = {"project": request.GET.get("project", "")[:200]}
    return evaluation_edited(request, Evaluation(), _("New evaluation"), start)


@keepers
def evaluation_edit(request: StaffRequest, pk) -> HttpResponse:
    row = get_object_or_404(Evaluation.objects.select_related("project"), pk=pk)
    return evaluation_edited(request, row, _("Change the evaluation"), {})


def evaluation_edited(
    request: StaffRequest, row: Evaluation, title: str, start: dict[str, str]
) -> HttpResponse:
    language = language_of(request)
    form = EvaluationForm(data_of(request), row=row, language=language, initial=start)
    to = page_of(row)
    return edit(
        request,
        form,
        save=lambda: services.evaluation_save(
            evaluation=row, values=form.values(), language=language, actor=request.actor
        ),
        title=title,
        back=reverse("projects_staff:evaluations") if row._state.adding else to,
        after=lambda: to,
    )


def page_of(row: Evaluation) -> str:
    return reverse("projects_staff:evaluation", args=[row.pk])


@keepers
def evaluation(request: StaffRequest, pk) -> HttpResponse:
    """With its findings and what becomes of each recommendation."""
    row = get_object_or_404(Evaluation.objects.select_related("project"), pk=pk)
    context = evaluation_shown(row)
    context["pairs"] = list(zip(row.findings.all(), context["findings"], strict=True))
    context["moves"] = [
        (name, stage) for stage, name in BUTTONS.items() if row.stage in services.MOVES[stage]
    ]
    return render(request, "projects/learning/staff/evaluation.html", context)


@keepers
@require_POST
def evaluation_act(request: StaffRequest, pk) -> HttpResponse:
    row = get_object_or_404(Evaluation, pk=pk)
    stage = request.POST.get("stage", "")
    if stage not in BUTTONS:
        raise Http404
    said = _("The evaluation is now: %(stage)s") % {"stage": Stage(stage).label}
    done(
        request,
        lambda: services.evaluation_move(evaluation=row, stage=stage, actor=request.actor),
        said,
    )
    return redirect(page_of(row))


@keepers
def finding_new(request: StaffRequest, pk) -> HttpResponse:
    row = Finding(evaluation=get_object_or_404(Evaluation, pk=pk))
    return finding_edited(request, row, _("New finding"))


@keepers
def finding(request: StaffRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Finding.objects.select_related("evaluation"), pk=pk)
    return finding_edited(request, row, _("Change the finding"))


def finding_edited(request: StaffRequest, row: Finding, title: str) -> HttpResponse:
    language = language_of(request)
    form = FindingForm(data_of(request), row=row, language=language)
    new = row._state.adding
    return edit(
        request,
        form,
        save=lambda: services.finding_save(
            finding=row, values=form.values(), language=language, actor=request.actor
        ),
        remove=None if new else lambda: services.finding_remove(finding=row, actor=request.actor),
        title=title,
        back=page_of(row.evaluation),
    )


@keepers
def recommendation_new(request: StaffRequest, pk: int) -> HttpResponse:
    of = get_object_or_404(Finding.objects.select_related("evaluation__project"), pk=pk)
    return recommendation_edited(request, Recommendation(finding=of), _("New recommendation"))


@keepers
def recommendation_edit(request: StaffRequest, pk) -> HttpResponse:
    rows = Recommendation.objects.select_related("finding__evaluation__project", "organisation")
    row = get_object_or_404(rows, pk=pk)
    return recommendation_edited(request, row, _("Change the recommendation"))


def recommendation_edited(request: StaffRequest, row: Recommendation, title: str) -> HttpResponse:
    language = language_of(request)
    organisations = Organisation.objects.filter(status=Organisation.Status.ACTIVE)
    form = RecommendationForm(
        data_of(request), row=row, language=language, organisations=organisations
    )
    new = row._state.adding
    return edit(
        request,
        form,
        save=lambda: services.recommendation_save(
            recommendation=row, values=form.values(), language=language, actor=request.actor
        ),
        remove=None
        if new
        else lambda: services.recommendation_remove(recommendation=row, actor=request.actor),
        title=title,
        back=page_of(row.finding.evaluation),
    )

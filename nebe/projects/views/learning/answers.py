"""What waits for somebody, and how an organisation answers and does what it said."""

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nebe.core.people.access import staff
from nebe.core.people.models import Organisation
from nebe.core.people.requests import StaffRequest
from nebe.core.texts.translated import pick

from ...learning import answers as services
from ...learning import duties as waiting
from ...learning.forms import ActionForm, AnswerForm, DoneForm
from ...learning.roles import keeps, writes
from ...models import Action, Recommendation
from .pages import data_of, done, edit, language_of, languages_of, writers
from .public import language, recommendation_facts


@staff()
def duties(request: StaffRequest) -> HttpResponse:
    """Everything that one person and their organisation are waited for."""
    actor, today = request.actor, timezone.localdate()
    context = {
        "reviews": waiting.reviews_waiting(actor),
        "writes": writes(actor),
        "keeps": keeps(actor),
    }
    if writes(actor):
        open_ = waiting.actions_open(actor)
        answered = waiting.recommendations_of(actor).exclude(answered_at=None)
        context |= {
            "recommendations": [
                recommendation_facts(row) for row in waiting.recommendations_waiting(actor)
            ],
            "answered": [
                recommendation_facts(row) for row in answered.order_by("-answered_at")[:20]
            ],
            "actions": [(row, pick(row.text, language()), row.is_late(today)) for row in open_],
            "practices": waiting.practices_to_answer(actor),
        }
    return render(request, "projects/learning/staff/duties.html", context)


@writers
def recommendation(request: StaffRequest, pk) -> HttpResponse:
    """Read it, answer it, say what will be done."""
    rows = waiting.recommendations_of(request.actor)
    row = get_object_or_404(rows, pk=pk)
    writing = language_of(request)
    form = AnswerForm(data_of(request), row=row, language=writing)
    if request.method == "POST" and form.is_valid():
        give = "draft" not in request.POST
        said = (
            _("Your answer is given.")
            if give
            else _("Saved as a draft. Only your organisation sees it.")
        )
        done(
            request,
            lambda: services.answer_save(
                recommendation=row,
                values=form.cleaned_data,
                language=writing,
                give=give,
                actor=request.actor,
            ),
            said,
        )
        return redirect(request.get_full_path())
    today = timezone.localdate()
    context = {
        "row": row,
        "text": pick(row.text, language()),
        "finding": pick(row.finding.text, language()),
        "late": row.is_late(today),
        "form": form,
        "languages": languages_of(row, ("answer",), writing),
        "actions": [
            (action, pick(action.text, language()), action.is_late(today))
            for action in row.actions.all()
        ],
    }
    return render(request, "projects/learning/staff/recommendation.html", context)


def partners_of(row: Recommendation):
    """Who may have something to do: whoever is asked, and who carries the project out with them."""
    of_project = Q(pk__in=row.finding.evaluation.project.participations.values("organisation"))
    return Organisation.objects.filter(
        of_project | Q(pk=row.organisation_id), status=Organisation.Status.ACTIVE
    )


@writers
def action_new(request: StaffRequest, pk) -> HttpResponse:
    of = get_object_or_404(waiting.recommendations_of(request.actor), pk=pk)
    row = Action(recommendation=of, organisation=of.organisation)
    return action_edited(request, row, _("New action"))


@writers
def action_edit(request: StaffRequest, pk) -> HttpResponse:
    rows = Action.objects.filter(
        recommendation__in=waiting.recommendations_of(request.actor)
    ).select_related("recommendation__finding__evaluation__project", "organisation")
    return action_edited(request, get_object_or_404(rows, pk=pk), _("Change the action"))


def action_edited(request: StaffRequest, row: Action, title: str) -> HttpResponse:
    writing = language_of(request)
    form = ActionForm(
        data_of(request),
        row=row,
        language=writing,
        organisations=partners_of(row.recommendation),
    )
    new = row._state.adding
    return edit(
        request,
        form,
        save=lambda: services.action_save(
            action=row, values=form.values(), language=writing, actor=request.actor
        ),
        remove=None if new else lambda: services.action_remove(action=row, actor=request.actor),
        title=title,
        back=reverse("projects_staff:recommendation", args=[row.recommendation_id]),
    )


@writers
def action(request: StaffRequest, pk) -> HttpResponse:
    """Say that it is done, and when; by who has it to do, or by who was asked."""
    mine = Q(pk__in=waiting.actions_of(request.actor).values("pk"))
    asked = Q(recommendation__in=waiting.recommendations_of(request.actor))
    rows = Action.objects.filter(mine | asked).select_related(
        "recommendation__finding__evaluation", "organisation"
    )
    row = get_object_or_404(rows, pk=pk)
    undo = "undo" in request.POST
    initial = {"done_on": row.done_on or timezone.localdate()}
    form = DoneForm(data_of(request), initial=initial)
    if request.method == "POST" and (undo or form.is_valid()):
        done_on = None if undo else form.cleaned_data["done_on"]
        done(
            request,
            lambda: services.action_done(action=row, done_on=done_on, actor=request.actor),
            _("Saved."),
        )
        return redirect("projects_staff:duties")
    context = {
        "row": row,
        "form": form,
        "text": pick(row.text, language()),
        "recommendation": pick(row.recommendation.text, language()),
        "late": row.is_late(timezone.localdate()),
        "asked": row.recommendation.organisation_id == request.actor.organisation.pk,
    }
    return render(request, "projects/learning/staff/action.html", context)

"""Choosing among applicants: for the named panel alone; naming it: the organisation's admins."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nebe.core.errors import NotPossible
from nebe.core.files import pdf
from nebe.core.people.access import staff
from nebe.core.people.requests import StaffRequest
from nebe.core.privacy.audit import audit
from nebe.core.texts.tables import csv_file, safe
from nebe.core.texts.translated import Text

from ..careers import reading, selections, services
from ..careers.files import cv_as_seen, cv_response
from ..careers.forms import AnswerForm, PanelForm, ScoreForm
from ..careers.templates import answer_text
from ..models import JobApplication, Score, Selection
from ..titles import title_for, titles_of

ERROR_STATUS = 422


@staff()
@require_safe
def selections_list(request: StaffRequest) -> HttpResponse:
    actor = request.actor
    rows = list(selections.selections_for(actor).prefetch_related("panel"))
    mine = {row.pk for row in rows if any(s.user_id == actor.user.pk for s in row.panel.all())}
    titles = titles_of(rows, get_language() or "en")
    context = {"selections": [(row, titles[row.key]) for row in rows], "mine": mine}
    return render(request, "newsroom/panels/list.html", context)


@staff()
@require_safe
def selection(request: StaffRequest, pk: UUID) -> HttpResponse:
    found = readable(request, pk)
    criteria, rows = reading.table(found, request.actor)
    context = {
        "selection": found,
        "title": title_here(found),
        "criteria": criteria,
        "rows": rows,
        "panel": selections.members_of(found),
        "until": services.kept_until(found.closes_at),
    }
    return render(request, "newsroom/panels/selection.html", context)


@staff()
@require_http_methods(["GET", "HEAD", "POST"])
def panel(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Who reads, and what is scored."""
    actor = request.actor
    found = selections.selections_for(actor).filter(pk=pk).select_related("organisation").first()
    if found is None:
        raise Http404
    may_name = selections.may_name(found, actor)
    form = PanelForm(
        request.POST or None,
        candidates=selections.candidates(found.organisation),
        may_name=may_name,
        initial={
            "members": list(selections.members_of(found)),
            "criteria": "\n".join(found.criteria.values_list("name", flat=True)),
        },
    )
    context = {
        "selection": found,
        "title": title_here(found),
        "form": form,
        "may_name": may_name,
    }
    if not may_name:
        context["panel"] = selections.members_of(found)
    if request.method != "POST":
        return render(request, "newsroom/panels/panel.html", context)
    if not may_name:
        raise Http404
    if not form.is_valid():
        return render(request, "newsroom/panels/panel.html", context, status=ERROR_STATUS)
    try:
        selections.criteria_set(selection=found, names=form.cleaned_data["criteria"], actor=actor)
    except NotPossible:
        form.add_error("criteria", _("Something is scored already: they stay as they are."))
        return render(request, "newsroom/panels/panel.html", context, status=ERROR_STATUS)
    selections.panel_set(selection=found, users=list(form.cleaned_data["members"]), actor=actor)
    messages.success(request, _("Saved."))
    return redirect("newsroom_staff:job_selections")


@staff()
@require_http_methods(["GET", "HEAD", "POST"])
def application(request: StaffRequest, pk: UUID, number: int) -> HttpResponse:
    """To read and to score."""
    found = readable_application(request, pk, number)
    criteria = list(found.selection.criteria.all())
    scores = reading.scores_of(found)
    mine = {score.criterion_id: score for score in scores if score.user_id == request.user.pk}
    forms = [
        ScoreForm(
            request.POST if request.method == "POST" else None,
            criterion=criterion,
            initial=initial_of(mine.get(criterion.pk)),
        )
        for criterion in criteria
    ]
    status = 200
    if request.method == "POST":
        wrong = [form for form in forms if not form.is_valid()]  # each says what is wrong
        if not wrong:
            given = {
                form.criterion: (form.cleaned_data["points"], form.cleaned_data["note"])
                for form in forms
            }
            try:
                services.scores_set(application=found, given=given, actor=request.actor)
            except NotPossible as problem:  # taken back meanwhile: nobody reads it any more
                raise Http404 from problem
            messages.success(request, _("Saved."))
            return redirect("newsroom_staff:job_application", pk=pk, number=number)
        status = ERROR_STATUS
    context = {
        "application": found,
        "selection": found.selection,
        "title": title_here(found.selection),
        "forms": forms,
        "with_errors": [form for form in forms if form.errors],
        "others": [score for score in scores if mine and score.user_id != request.user.pk],
    }
    return render(request, "newsroom/panels/application.html", context, status=status)


def initial_of(score: Score | None) -> dict:
    return {"points": score.points, "note": score.note} if score else {}


@staff()
@require_safe
def cv(request: StaffRequest, pk: UUID, number: int) -> HttpResponse:
    """Drawn anew; `?as=sent` gives it as it came, for who reads by a screen reader."""
    found = readable_application(request, pk, number)
    if request.GET.get("as") == "sent":
        return cv_response(found)
    try:
        return cv_response(found, cv_as_seen(found))
    except pdf.NotDrawn:
        messages.error(
            request,
            _("This PDF cannot be drawn anew. You can have it as it was sent: open it with care."),
        )
        return redirect("newsroom_staff:job_application", pk=pk, number=number)


@staff()
@require_POST
def conflict(request: StaffRequest, pk: UUID, number: int) -> HttpResponse:
    found = readable_application(request, pk, number)
    services.conflict_declare(application=found, actor=request.actor)
    messages.success(request, _("Noted. You do not see this application any more."))
    return redirect("newsroom_staff:job_selection", pk=pk)


@staff()
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: StaffRequest, pk: UUID, number: int) -> HttpResponse:
    """`?status=` chooses the words to begin with."""
    found = readable_application(request, pk, number)
    wanted = request.GET.get("status")
    chosen = wanted if wanted in dict(AnswerForm.ANSWERS) else JobApplication.Status.INVITED
    form = AnswerForm(
        request.POST or None, initial={"status": chosen, "text": answer_text(found, chosen)}
    )
    context = {"application": found, "selection": found.selection, "form": form, "chosen": chosen}
    if request.method != "POST":
        return render(request, "newsroom/panels/answer.html", context)
    if not form.is_valid():
        return render(request, "newsroom/panels/answer.html", context, status=ERROR_STATUS)
    try:
        services.application_answer(
            application=found,
            status=form.cleaned_data["status"],
            text=form.cleaned_data["text"],
            actor=request.actor,
        )
    except NotPossible as problem:  # taken back meanwhile
        raise Http404 from problem
    messages.success(request, _("The answer is on its way."))
    return redirect("newsroom_staff:job_selection", pk=pk)


@staff()
@require_safe
def scores_file(request: StaffRequest, pk: UUID) -> HttpResponse:
    """For the record of the choice: numbers of applications, no names."""
    found = readable(request, pk)
    names = [safe(criterion.name) for criterion in found.criteria.all()]
    header = [_("Application"), _("Outcome"), *names, _("Sum")]
    rows = reading.scoring_rows(found, request.actor)
    audit(action="selection.export", actor=request.actor, row=found)
    return csv_file("scores.csv", [header, *rows])


def title_here(selection: Selection) -> Text:
    return title_for(selection, get_language() or "en")


def readable(request: StaffRequest, pk: UUID) -> Selection:
    found = reading.selection_read(pk, request.actor)
    if found is None:
        raise Http404
    return found


def readable_application(request: StaffRequest, pk: UUID, number: int) -> JobApplication:
    found = reading.application_read(pk, number, request.actor)
    if found is None:
        raise Http404
    return found

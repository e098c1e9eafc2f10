"""Questions on tenders, for those who answer for the buyer."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nebe.core.errors import NotPossible
from nebe.core.people.access import staff
from nebe.core.people.requests import StaffRequest
from nebe.core.privacy.audit import audit_read

from ..models import TenderQuestion
from ..procurement.forms import AnswerForm
from ..procurement.questions import (
    ANSWERERS,
    language_of,
    question_answer,
    question_refuse,
    questions_waiting,
)
from ..titles import title_for, titles_of

ERROR_STATUS = 422


@staff(*ANSWERERS)
@require_safe
def questions_list(request: StaffRequest) -> HttpResponse:
    rows = list(questions_waiting(request.actor))
    titles = titles_of(rows, get_language() or "en")
    context = {"questions": [(row, titles[row.key]) for row in rows]}
    return render(request, "newsroom/tenders/questions.html", context)


@staff(*ANSWERERS)
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Answer it for everybody, or leave it unanswered."""
    mine = TenderQuestion.objects.filter(organisation=request.actor.organisation)
    found: TenderQuestion = get_object_or_404(mine, pk=pk)
    audit_read(actor=request.actor, row=found)
    refuses = request.method == "POST" and "refuse" in request.POST
    data = request.POST if request.method == "POST" and not refuses else None
    form = AnswerForm(data, language=language_of(found), initial={"asked": found.text})
    title = title_for(found, get_language() or "en")
    context = {"question": found, "title": title, "form": form}
    if request.method != "POST":
        return render(request, "newsroom/tenders/question.html", context)
    if not refuses and not form.is_valid():
        return render(request, "newsroom/tenders/question.html", context, status=ERROR_STATUS)
    try:
        if refuses:
            question_refuse(question=found, actor=request.actor)
        else:
            question_answer(question=found, actor=request.actor, **form.texts())
    except NotPossible:
        messages.error(request, _("Somebody was faster, or the tender is gone."))
    else:
        messages.success(request, _("Done."))
    return redirect("newsroom_staff:tender_questions")

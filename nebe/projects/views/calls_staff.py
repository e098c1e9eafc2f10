"""Funding calls for the network's office: written, looked at, published, copied, brought in."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nebe.core.errors import NotPossible
from nebe.core.people.requests import StaffRequest
from nebe.core.texts.read_tables import MAX_BYTES, Unreadable, rows_of

from ..calls import editing, imports
from ..calls.finding import whole
from ..calls.forms import CallForm
from ..calls.words import deadline_words
from ..models import Call
from .calls import call_facts
from .staff import keepers

PER_PAGE = 50
ERROR_STATUS = 422
MOST_ROWS = 501  # with the header


@keepers
def calls(request: StaffRequest) -> HttpResponse:
    state, now = request.GET.get("state", ""), timezone.now()
    rows = whole(Call.objects.order_by("-updated_at"))
    if state in Call.State.values:
        rows = rows.filter(state=state)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "rows": [(row, row.status(now), deadline_words(row, now)) for row in page.object_list],
        "state": state,
        "states": Call.State.choices,
    }
    return render(request, "projects/staff/calls/list.html", context)


@keepers
def call(request: StaffRequest, pk) -> HttpResponse:
    """As everyone sees it or would see it, and what can be done with it."""
    row = one(pk)
    return render(
        request, "projects/staff/calls/call.html", call_facts(row) | {"State": Call.State}
    )


def one(pk) -> Call:
    return get_object_or_404(whole(Call.objects.all()), pk=pk)


@keepers
def call_new(request: StaffRequest) -> HttpResponse:
    return written(request, None)


@keepers
def call_edit(request: StaffRequest, pk) -> HttpResponse:
    return written(request, one(pk))


def written(request: StaffRequest, row: Call | None) -> HttpResponse:
    form = CallForm(request.POST or None, call=row)
    if request.method == "POST" and form.is_valid():
        try:
            kept = editing.call_save(
                call=row,
                values=form.values(),
                funder=form.cleaned_data["funder"],
                listed=form.listed(),
                deadlines=form.moments(),
                actor=request.actor,
            )
        except NotPossible as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Saved."))
            return redirect("projects_staff:call", pk=kept.pk)
    status = ERROR_STATUS if form.errors else 200
    context = {"form": form, "call": row}
    return render(request, "projects/staff/calls/form.html", context, status=status)


@keepers
@require_POST
def call_act(request: StaffRequest, pk) -> HttpResponse:
    row, act = one(pk), request.POST.get("act", "")
    try:
        if act == "copy":
            copy = editing.call_copy(call=row, actor=request.actor)
            messages.success(request, _("A draft for the next round. Write its days."))
            return redirect("projects_staff:call_edit", pk=copy.pk)
        if act == "discard":
            editing.call_discard(call=row, actor=request.actor)
            messages.success(request, _("Deleted."))
            return redirect("projects_staff:calls")
        if act == "publish":
            editing.call_publish(call=row, actor=request.actor)
        elif act == "withdraw":
            editing.call_withdraw(call=row, actor=request.actor)
        else:
            raise Http404
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("projects_staff:call", pk=pk)


class CallsFileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("CSV or XLSX, up to 20 MB.")
    )
    language = forms.ChoiceField(
        label=gettext_lazy("In which language is the table written?"), choices=settings.LANGUAGES
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("The file is too large. Split it; 20 MB is the most."))
        try:
            rows = list(rows_of(file.name, file.read(), with_hours=True))
        except Unreadable as problem:
            raise forms.ValidationError(problem.message) from problem
        if len(rows) > MOST_ROWS:
            raise forms.ValidationError(_("At most 500 calls at once. Split the table."))
        if "title" not in imports.columns_of(rows[0]).values():
            raise forms.ValidationError(_("No column has the title of a call. Call one “Title”."))
        return rows


@keepers
def calls_import(request: StaffRequest) -> HttpResponse:
    """Each row becomes a draft, or its line says why not. Nothing of it is public yet."""
    form = CallsFileForm(
        request.POST or None, request.FILES or None, initial={"language": get_language()}
    )
    context = {"form": form, "columns": list(imports.COLUMNS.values()), "rows": None}
    if request.method == "POST" and form.is_valid():
        context["rows"] = imports.rows_take(
            rows=form.cleaned_data["file"],
            language=form.cleaned_data["language"],
            actor=request.actor,
        )
    status = ERROR_STATUS if form.errors else 200
    return render(request, "projects/staff/calls/import.html", context, status=status)

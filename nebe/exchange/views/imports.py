"""Offers from a spreadsheet, step by step: file, preview, import, the rows that were refused."""

import secrets

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nebe.core.crypto.fields import reveal
from nebe.core.errors import NotPossible
from nebe.core.people.access import staff
from nebe.core.people.models import Role
from nebe.core.people.requests import StaffRequest
from nebe.core.privacy.audit import audit, audit_read
from nebe.core.texts.read_tables import MAX_BYTES, Unreadable
from nebe.core.texts.tables import csv_file, safe

from ..imports.columns import FIELD_LABELS, TEMPLATE, columns_of
from ..imports.rows import REASONS
from ..models import ImportBatch, ImportRow
from ..services import imports as services
from ..services.import_rows import RowTaker, fields_of
from ..tasks import import_check_job, import_run_job

PER_PAGE = 50
coordinators = staff(Role.COORDINATOR, Role.ORGANISATION_ADMIN)


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("XLSX or CSV, up to 20 MB.")
    )
    language = forms.ChoiceField(
        label=gettext_lazy("In which language are the offers written?"),
        choices=[*settings.LANGUAGES, ("", gettext_lazy("In several, find out row by row"))],
        required=False,
    )
    assured = forms.BooleanField(
        label=gettext_lazy("These people know that we pass their offers on, and agreed to it.")
    )
    once = forms.CharField(
        max_length=64,
        required=False,
        initial=lambda: secrets.token_hex(16),
        widget=forms.HiddenInput,
    )


def _batches(request: StaffRequest):
    return ImportBatch.objects.filter(
        kind=ImportBatch.Kind.OFFERS, organisation=request.actor.organisation
    )


@coordinators
def import_start(request: StaffRequest) -> HttpResponse:
    """Choose a file; earlier imports are listed below."""
    form = FileForm(
        request.POST or None, request.FILES or None, initial={"language": get_language()}
    )
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            batch = services.import_keep(
                name=upload.name,
                content=upload.read(MAX_BYTES + 1),
                organisation=request.actor.organisation,
                language=form.cleaned_data["language"],
                once=form.cleaned_data["once"] or None,
                actor=request.actor,
            )
        except services.ColumnsMissing as problem:
            names = ", ".join(str(FIELD_LABELS[column]) for column in problem.columns)
            form.add_error("file", _("These columns are missing: %(names)s.") % {"names": names})
        except Unreadable as problem:
            form.add_error("file", problem.message)
        else:
            import_check_job.enqueue(str(batch.pk))
            return redirect("exchange_staff:import", pk=batch.pk)
    context = {
        "form": form,
        "batches": _batches(request).order_by("-created_at")[:20],
        "columns": [(column, FIELD_LABELS[column]) for column in TEMPLATE],
    }
    return render(request, "exchange/worklist/import_start.html", context)


@coordinators
def import_template(request: StaffRequest) -> HttpResponse:
    """An empty file with the right columns."""
    return csv_file("nebe-offers.csv", [TEMPLATE])


@coordinators
def import_show(request: StaffRequest, pk) -> HttpResponse:
    """How far it is, how many rows have which fate, and each row with its reason."""
    batch = get_object_or_404(_batches(request), pk=pk)
    fate = request.GET.get("fate", "")
    rows = batch.rows.filter(fate=fate) if fate in ImportRow.Fate.values else batch.rows.all()
    counts = dict(batch.rows.order_by().values_list("fate").annotate(Count("pk")))
    is_running = batch.status == ImportBatch.Status.RUNNING
    to_do = RowTaker.FATES if is_running else {ImportRow.Fate.UNREAD}
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    columns = columns_of(batch.header)
    audit_read(actor=request.actor, row=batch)
    context = {
        "batch": batch,
        "page_obj": page,
        "rows": [_shown(row, columns) for row in reveal(page)],
        "fate": fate,
        "counts": [
            (value, label, counts.get(value, 0))
            for value, label in ImportRow.Fate.choices
            if counts.get(value)
        ],
        "has_rows_to_take": any(counts.get(one) for one in RowTaker.FATES),
        "total": sum(counts.values()),
        "done": sum(counts.values()) - sum(counts.get(fate, 0) for fate in to_do),
        "works": batch.status in (ImportBatch.Status.READING, ImportBatch.Status.RUNNING),
        "unused": [
            title for index, title in enumerate(batch.header) if index not in columns.values()
        ],
    }
    return render(request, "exchange/worklist/import.html", context)


def _shown(row: ImportRow, columns: dict[str, int]) -> dict:
    fields = fields_of(row, columns)
    return {
        "line": row.line,
        "fate": row.get_fate_display(),
        "is_refused": row.fate == ImportRow.Fate.REFUSED,
        "title": fields.get("title", ""),
        "reason": reason_text(row.reason, fields),
        "changes": _changes(row),
        "offer": row.offer_id,
    }


def _changes(row: ImportRow) -> str:
    """Which fields of the offer a merge changes, never what stands in them."""
    if row.fate not in (ImportRow.Fate.KNOWN, ImportRow.Fate.MERGED):
        return ""
    if not row.changed:
        return _("Nothing changes.")
    labels = FIELD_LABELS | {"language": _("the text’s language")}
    return _("Changes: %(names)s.") % {
        "names": ", ".join(str(labels[name]) for name in row.changed.split(","))
    }


def reason_text(reason: str, fields: dict[str, str]) -> str:
    """`code:column` in the reader's words, with what stood in the cell."""
    return reason_in_words(reason, fields, REASONS, FIELD_LABELS)


def reason_in_words(reason: str, fields: dict[str, str], reasons: dict, labels: dict) -> str:
    code, _colon, column = reason.partition(":")
    if code not in reasons:
        return ""
    label, value = labels.get(column, column), fields.get(column, "")
    label = capfirst(str(label))
    where = f"{label}: “{value[:60]}”" if value and column != "text" else label
    return f"{where}. {reasons[code]}"


@coordinators
@require_POST
def import_confirm(request: StaffRequest, pk) -> HttpResponse:
    batch = get_object_or_404(_batches(request), pk=pk)
    try:
        services.import_start(batch=batch, actor=request.actor)
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        import_run_job.enqueue(str(batch.pk))
    return redirect("exchange_staff:import", pk=pk)


@coordinators
def import_refused(request: StaffRequest, pk) -> HttpResponse:
    """The refused rows as they came, with line and reason: mend them and send them again."""
    batch = get_object_or_404(_batches(request), pk=pk)
    columns = columns_of(batch.header)
    audit(action="import.refused_rows", actor=request.actor, row=batch)
    table = [[*map(safe, batch.header), _("line"), _("reason")]]
    for row in batch.rows.filter(fate=ImportRow.Fate.REFUSED).iterator(chunk_size=500):
        reason = reason_text(row.reason, fields_of(row, columns))
        missing = [""] * (len(batch.header) - len(row.raw))
        table.append([*map(safe, row.raw), *missing, row.line, safe(reason)])
    return csv_file("nebe-refused.csv", table)


@coordinators
def import_forget(request: StaffRequest, pk) -> HttpResponse:
    """Asks once more, then deletes the rows as they came."""
    batch = get_object_or_404(_batches(request), pk=pk)
    if request.method == "POST":
        try:
            services.import_forget(batch=batch, actor=request.actor)
        except NotPossible as problem:
            messages.error(request, str(problem))
            return redirect("exchange_staff:import", pk=pk)
        messages.success(request, _("The file's rows are deleted. What was taken stays."))
        return redirect("exchange_staff:import_start")
    return render(request, "exchange/worklist/import_forget.html", {"batch": batch})

"""Many needs of an organisation at once: a table, what becomes of each row, and the yes."""

from collections import defaultdict
from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format, time_format
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nebe.core.crypto.fields import reveal
from nebe.core.errors import NotPossible
from nebe.core.people.requests import StaffRequest
from nebe.core.privacy.audit import audit, audit_read
from nebe.core.texts.read_tables import Unreadable
from nebe.core.texts.tables import csv_file, safe
from nebe.core.texts.translated import pick

from ..forms.need_tables import ColumnsForm, NeedTableForm
from ..imports.need_columns import LABELS
from ..imports.need_rows import REASONS, ParsedNeed, RefusedNeed
from ..languages import names
from ..models import ImportBatch, ImportRow
from ..selectors.need_times import times_in_words
from ..services import need_tables as services
from ..services.imports import import_forget
from ..tasks import need_table_job
from .forms import ERROR_STATUS
from .imports import reason_in_words
from .worklist import coordinators

PER_PAGE = 25
Fate = ImportRow.Fate
CELL = "cell"


def _batches(request: StaffRequest) -> QuerySet[ImportBatch]:
    own = ImportBatch.objects.filter(organisation=request.actor.organisation)
    return own.filter(kind=ImportBatch.Kind.NEEDS)


def _batch(request: StaffRequest, pk: UUID) -> ImportBatch:
    return get_object_or_404(_batches(request).select_related("organisation", "by"), pk=pk)


@coordinators
def need_tables(request: StaffRequest) -> HttpResponse:
    """Paste or send a table; earlier ones are listed below."""
    form = NeedTableForm(
        request.POST or None, request.FILES or None, initial={"language": get_language()}
    )
    if request.method == "POST" and form.is_valid():
        name, content = form.table()
        values = form.cleaned_data
        try:
            batch = services.need_table_keep(
                name=name,
                content=content,
                language=values["language"],
                once=values["once"],
                actor=request.actor,
            )
        except services.TooManyRows:
            form.add_error(None, _too_many())
        except Unreadable as problem:
            form.add_error(None, str(problem.message))
        else:
            return redirect("exchange_staff:need_table", pk=batch.pk)
    context = {
        "form": form,
        "columns": [capfirst(str(label)) for label in LABELS.values()],
        "batches": _batches(request).order_by("-created_at")[:20],
    }
    status = ERROR_STATUS if form.errors else 200
    return render(request, "exchange/worklist/need_tables.html", context, status=status)


def _too_many() -> str:
    return ngettext(
        "There are too many rows. Split the table; %(count)d row is the most.",
        "There are too many rows. Split the table; %(count)d rows are the most.",
        services.MAX_ROWS,
    ) % {"count": services.MAX_ROWS}


@coordinators
@require_safe
def need_table_template(request: StaffRequest) -> HttpResponse:
    """An empty table with the right columns, in the reader's language."""
    return csv_file("nebe-needs.csv", [[capfirst(str(label)) for label in LABELS.values()]])


@coordinators
@require_safe
def need_table(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Each row with what becomes of it; those that are refused can be put right here."""
    batch = _batch(request, pk)
    audit_read(actor=request.actor, row=batch)
    fate = request.GET.get("fate", "")
    rows = batch.rows.filter(fate=fate) if fate in Fate.values else batch.rows.all()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    counts = dict(batch.rows.order_by().values_list("fate").annotate(Count("pk")))
    shown = reveal(page)
    read = services.need_table_read(batch, shown)
    missing = services.columns_missing(batch)
    context = {
        "batch": batch,
        "page_obj": page,
        "rows": [_shown(row, *texts) for row, texts in zip(shown, read, strict=True)],
        "fate": fate,
        "counts": [(one, label, counts[one]) for one, label in Fate.choices if counts.get(one)],
        "ready": counts.get(Fate.READY, 0),
        "works": batch.status == ImportBatch.Status.RUNNING,
        "columns_form": ColumnsForm(batch=batch),
        "unused": [] if batch.columns else services.columns_unused(batch),
        "missing": [capfirst(str(LABELS[name])) for name in missing],
    }
    return render(request, "exchange/worklist/need_table.html", context)


def _shown(row: ImportRow, texts: dict[str, str], parsed: ParsedNeed | RefusedNeed) -> dict:
    wrong = dict(_wrong(row, parsed))
    return {
        "line": row.line,
        "fate": row.get_fate_display(),
        "is_refused": row.fate == Fate.REFUSED,
        "is_taken": row.fate == Fate.TAKEN,
        "need": row.need_id,
        "what": texts.get("what", ""),
        "reasons": _reasons(row, parsed, texts),
        "cells": [
            {
                "name": f"{CELL}.{row.line}.{name}",
                "label": capfirst(str(label)),
                "text": texts.get(name, ""),
                "error": REASONS.get(wrong.get(name, ""), ""),
            }
            for name, label in LABELS.items()
        ],
        "facts": [] if isinstance(parsed, RefusedNeed) else _facts(parsed, row.changed.split(",")),
    }


def _wrong(row: ImportRow, parsed: ParsedNeed | RefusedNeed) -> list[tuple[str, str]]:
    """(field, code of what is wrong with it): all that is, of a row that is refused."""
    if row.fate != Fate.REFUSED:
        return []
    if isinstance(parsed, RefusedNeed):
        return [(one.column, one.code) for one in parsed.all]
    code, _colon, column = row.reason.partition(":")
    return [(column, code)]


def _reasons(row: ImportRow, parsed: ParsedNeed | RefusedNeed, texts: dict[str, str]) -> list[str]:
    return [
        reason_in_words(f"{code}:{column}", texts, REASONS, LABELS)
        for column, code in _wrong(row, parsed)
    ]


def _facts(parsed: ParsedNeed, corrected: list[str]) -> list[tuple[str, str, bool]]:
    """(label, how it was understood, whether that differs from what is written)"""
    draft = parsed.draft
    said = {
        "category": str(pick(draft.category.name, get_language() or "en")),
        "quantity": str(draft.quantity),
        "needed_from": date_format(draft.needed_from) if draft.needed_from else "",
        "needed_until": date_format(draft.needed_until) if draft.needed_until else "",
        "repeats": times_in_words(draft.repeats, draft.weekdays),
        "deliver_to": draft.deliver_to,
        "place": str(draft.municipality or ""),
        "to_place": str(draft.to_municipality or ""),
        "at_time": time_format(draft.at_time) if draft.at_time else "",
        "reach_km": str(draft.reach_km or ""),
        "languages": ", ".join(names(draft.languages)),
        "text": draft.text.partition("\n")[2],
    }
    facts = [
        (capfirst(str(LABELS[name])), value, name in corrected)
        for name, value in said.items()
        if value
    ]
    for name in ("what", "text"):
        if name in corrected:
            facts.append((capfirst(str(LABELS[name])), _("shortened"), True))
    return facts


@coordinators
@require_POST
def need_table_act(request: StaffRequest, pk: UUID, verb: str) -> HttpResponse:
    """Say which column is which, put rows right, or take them all."""
    act = ACTS.get(verb)
    if act is None:
        raise Http404
    batch = _batch(request, pk)
    try:
        act(request, batch)
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("exchange_staff:need_table", pk=pk)


def _columns(request: StaffRequest, batch: ImportBatch) -> None:
    form = ColumnsForm(request.POST, batch=batch)
    if form.is_valid():
        services.need_table_columns(batch=batch, columns=form.columns(), actor=request.actor)


def _correct(request: StaffRequest, batch: ImportBatch) -> None:
    cells: dict[int, dict[str, str]] = defaultdict(dict)
    for key, text in request.POST.items():
        kind, _dot, rest = key.partition(".")
        line, _dot, name = rest.partition(".")
        if kind == CELL and line.isdecimal() and name in LABELS:
            cells[int(line[:9])][name] = str(text)
    services.need_table_correct(batch=batch, cells=cells, actor=request.actor)
    messages.success(request, _("Checked again. What you wrote is kept."))


def _take(request: StaffRequest, batch: ImportBatch) -> None:
    if services.need_table_start(batch=batch, actor=request.actor):
        need_table_job.enqueue(str(batch.pk))


ACTS: dict[str, Callable[[StaffRequest, ImportBatch], None]] = {
    "columns": _columns,
    "correct": _correct,
    "take": _take,
}


@coordinators
@require_safe
def need_table_rows(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Every row as it stands, with what became of it and why."""
    batch = _batch(request, pk)
    audit(action="need_table.rows", actor=request.actor, row=batch)
    rows = reveal(batch.rows.all())
    read = services.need_table_read(batch, rows)
    table: list[list] = [
        [*(capfirst(str(label)) for label in LABELS.values())]
        + [_("Line"), _("What happens"), _("Understood otherwise"), _("Reason")]
    ]
    for row, (text, parsed) in zip(rows, read, strict=True):
        corrected = [str(LABELS[name]) for name in row.changed.split(",") if name in LABELS]
        table.append(
            [*(safe(text.get(name, "")) for name in LABELS)]
            + [
                row.line,
                row.get_fate_display(),
                ", ".join(corrected),
                safe(" ".join(_reasons(row, parsed, text))),
            ]
        )
    return csv_file("nebe-needs-rows.csv", table)


@coordinators
def need_table_forget(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Asks once more, then deletes the rows as they came; the needs stay."""
    batch = _batch(request, pk)
    if request.method == "POST":
        try:
            import_forget(batch=batch, actor=request.actor)
        except NotPossible as problem:
            messages.error(request, str(problem))
            return redirect("exchange_staff:need_table", pk=pk)
        messages.success(request, _("The table’s rows are deleted. What was taken stays."))
        return redirect("exchange_staff:need_tables")
    return render(request, "exchange/worklist/need_table_forget.html", {"batch": batch})

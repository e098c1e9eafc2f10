"""Projects for the network's office: what is there, and files that are brought in."""

from collections.abc import Callable, Iterator
from functools import wraps

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nebe.core.errors import NotPossible
from nebe.core.people.access import staff, to_elevation
from nebe.core.people.requests import StaffRequest
from nebe.core.texts.read_tables import Unreadable, rows_of
from nebe.core.texts.tables import csv_lines, safe

from ..forms import AnswerForm, FileForm
from ..iati.faults import words_of
from ..models import ImportItem, ImportRun, Project, PublisherFile
from ..reasons import Figure, reason_lines
from ..selectors.records import KEEPERS, SILENT, is_office, proposals_waiting, records_found
from ..selectors.registries import without_identifier
from ..services import imports as services
from ..services.numbers import own_number
from ..services.projects import state_set
from ..tables.asked import doubles_asked, doubles_open, open_questions
from ..tables.columns import FIELDS, unused
from ..tables.mapping import columns_of
from ..tables.reading import NEW
from ..tasks import project_import_read_job, project_import_take_job
from .doors import officers

PER_PAGE = 50
MOST_FIGURES = 200  # that are chosen one by one on a page
State = ImportRun.State


def keepers(view: Callable) -> Callable:
    """Editors and admins of the network's office; editors of others find nothing here."""

    @wraps(view)
    def checked(request: StaffRequest, *args, **kwargs):
        organisation = request.actor.organisation
        if organisation is None or not organisation.is_network:
            raise Http404
        if not request.actor.can(*KEEPERS):
            return to_elevation(request)
        return view(request, *args, **kwargs)

    return staff(*KEEPERS)(checked)


ACTS = {"publish": Project.State.PUBLISHED, "withdraw": Project.State.WITHDRAWN}


@officers
def projects(request: StaffRequest) -> HttpResponse:
    """All for the office, who publishes and withdraws many at once; for others their own."""
    office = is_office(request.actor)
    if request.method == "POST" and office and (act := ACTS.get(request.POST.get("act", ""))):
        chosen = {Project: "ids", PublisherFile: "files"}
        ids = {model: request.POST.getlist(name)[:PER_PAGE] for model, name in chosen.items()}
        number = state_set(ids=ids, state=act, actor=request.actor)
        messages.success(request, _("Projects changed: %(number)s") % {"number": number})
        return redirect(request.get_full_path())
    asked = {name: request.GET.get(name, "")[:200].replace("\0", "") for name in ("q", "state")}
    rows = records_found(request.actor, **asked, today=timezone.localdate())
    files = PublisherFile.objects.select_related("organisation").order_by("identifier")
    context = {
        "page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        **asked,
        "states": [*Project.State.choices, (SILENT, _("not confirmed"))],
        "files": files if office else [],
        "is_office": office,
        "waiting": proposals_waiting().count() if office else 0,
        "without_identifier": without_identifier().count() if office else 0,
    }
    return render(request, "projects/staff/list.html", context)


def runs_of(request: StaffRequest):
    return ImportRun.objects.filter(organisation=request.actor.organisation)


@keepers
def import_start(request: StaffRequest) -> HttpResponse:
    runs = runs_of(request)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and (run := kept(form, request)):
        if run.state == State.COLUMNS:
            return redirect("projects_staff:import_columns", pk=run.pk)
        project_import_read_job.enqueue(str(run.pk))
        return redirect("projects_staff:import", pk=run.pk)
    context = {"form": form, "runs": runs[:20], "fields": FIELDS.values()}
    return render(request, "projects/staff/import_start.html", context)


def kept(form: FileForm, request: StaffRequest) -> ImportRun | None:
    """The run of a file that can be read; else the form says why not."""
    file, answers = form.cleaned_data["file"], {}
    if form.kind == ImportRun.Kind.TABLE:
        try:
            header = next(rows_of(file.name, file.read()), [])
        except Unreadable as problem:
            form.add_error("file", problem.message)
            return None
        columns = columns_of(header, request.actor.organisation)
        file.seek(0)
        language = form.cleaned_data["language"]
        answers = {"header": header, "columns": columns, "language": language}
    return services.import_keep(
        name=file.name, file=file, kind=form.kind, answers=answers, actor=request.actor
    )


@keepers
def import_show(request: StaffRequest, pk) -> HttpResponse:
    """How far it is, what it asks, and what becomes of each thing of the file."""
    run = get_object_or_404(runs_of(request), pk=pk)
    if run.state == State.COLUMNS:
        return redirect("projects_staff:import_columns", pk=pk)
    return shown(request, run, AnswerForm(run))


def shown(request: StaffRequest, run: ImportRun, form: AnswerForm) -> HttpResponse:
    fate = request.GET.get("fate", "")
    rows = run.items.select_related("project")
    rows = rows.filter(fate=fate) if fate in ImportItem.Fate.values else rows
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    counts = dict(run.items.order_by().values_list("fate").annotate(Count("pk")))
    asking = run.state == State.ASKING
    disagreements = disagreements_of(run) if asking else []
    corrections = (run.answers.get("asked") or {}).get("corrections", [])
    context = {
        "run": run,
        "works": run.state in (State.READING, State.TAKING),
        "done": sum(counts.values()),
        "counts": [
            (value, label, counts[value])
            for value, label in ImportItem.Fate.choices
            if counts.get(value)
        ],
        "fate": fate,
        "faults": [fault | {"text": words_of(fault)} for fault in run.errors],
        "form": form if asking and form.fields else None,
        "corrections": [each | {"label": FIELDS[each["field"]]} for each in corrections],
        "unused": unused(run.answers.get("header", []), run.answers.get("columns", {})),
        "columns": columns_told(run),
        "doubles": doubles_told(run) if asking else [],
        "doubles_wait": asking and doubles_open(run),
        "no_number": lacks_number(run),
        "disagreements": disagreements,
        "more_figures": len(run.answers.get("disagreements", [])) - len(disagreements),
        "can_take": asking and not open_questions(run) and takes_something(counts, disagreements),
        "items": [(item, reason_lines(item.left)) for item in page.object_list],
        "page_obj": page,
    }
    return render(request, "projects/staff/import.html", context)


def lacks_number(run: ImportRun) -> bool:
    """Whether projects of a table go without an identifier."""
    is_open = run.kind == ImportRun.Kind.TABLE and run.state in (State.ASKING, State.TAKEN)
    return is_open and not own_number(run.organisation)


def columns_told(run: ImportRun) -> list[tuple]:
    """(title of a column, what it is taken for), in the order of the fields."""
    header, columns = run.answers.get("header", []), run.answers.get("columns", {})
    return [(header[columns[name]], label) for name, label in FIELDS.items() if name in columns]


def doubles_told(run: ImportRun) -> list[tuple]:
    """(line, title, what was said: a title, "" for a project of its own, None for nothing yet)."""
    told = run.answers.get("same", {})
    found = []
    for line, asked in doubles_asked(run).items():
        titles = {each["id"]: each["title"] for each in asked["projects"]} | {NEW: ""}
        found.append((line, asked["title"], titles.get(told.get(str(line), "-"))))
    return found


def disagreements_of(run: ImportRun) -> list[dict]:
    """What was reported by hand and what the file says of it: as many as a page shows."""
    asked = run.answers.get("disagreements", [])[:MOST_FIGURES]
    there = Project.objects.in_bulk({each["project"] for each in asked})
    names = {str(pk): project.name for pk, project in there.items()}
    return [{"figure": Figure(each), "project": names.get(each["project"])} for each in asked]


def takes_something(counts: dict[str, int], disagreements: list) -> bool:
    """A file that says what is there already may still be right where figures differ."""
    return bool(
        counts.get(ImportItem.Fate.NEW) or counts.get(ImportItem.Fate.CHANGED) or disagreements
    )


@keepers
@require_POST
def import_answer(request: StaffRequest, pk) -> HttpResponse:
    run = get_object_or_404(runs_of(request), pk=pk)
    form = AnswerForm(run, request.POST)
    if not form.is_valid():
        return shown(request, run, form)
    try:
        services.import_answer(run=run, answers=form.answers(), actor=request.actor)
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        project_import_read_job.enqueue(str(run.pk))
    return redirect("projects_staff:import", pk=pk)


@keepers
@require_POST
def import_take(request: StaffRequest, pk) -> HttpResponse:
    run = get_object_or_404(runs_of(request), pk=pk)
    try:
        services.import_start(
            run=run,
            actor=request.actor,
            publish=request.POST.get("publish") == "1",
            from_file=figures_from_file(request, run),
        )
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        project_import_take_job.enqueue(str(run.pk))
    return redirect("projects_staff:import", pk=pk)


def figures_from_file(request: StaffRequest, run: ImportRun) -> list[str]:
    if request.POST.get("figures") == "file":
        return [each["name"] for each in run.answers.get("disagreements", [])]
    return request.POST.getlist("from_file")


@keepers
@require_POST
def import_forget(request: StaffRequest, pk) -> HttpResponse:
    run = get_object_or_404(runs_of(request), pk=pk)
    try:
        services.import_forget(run=run, actor=request.actor)
    except NotPossible as problem:
        messages.error(request, str(problem))
        return redirect("projects_staff:import", pk=pk)
    messages.success(request, _("The file is deleted. What was taken stays."))
    return redirect("projects_staff:import_start")


@keepers
def import_fates(request: StaffRequest, pk) -> StreamingHttpResponse:
    """Each thing of the file with its fate, and all that has no place here."""
    run = get_object_or_404(runs_of(request), pk=pk)
    response = StreamingHttpResponse(csv_lines(fates(run)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="projects-fates.csv"'
    return response


def fates(run: ImportRun) -> Iterator[list]:
    yield [_("Line"), _("Project"), _("What happens"), _("Where"), _("Reason")]
    for item in run.items.iterator(chunk_size=500):
        start = [item.line, safe(item.key), item.get_fate_display()]
        for each in item.left or [None]:
            end = ["", ""] if each is None else [safe(each["path"]), safe(reason_lines([each])[0])]
            yield [*start, *end]

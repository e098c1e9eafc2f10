"""What was learnt, for everyone: evaluations and their answers, lessons, good practices."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language

from nebe.core.people.access import public
from nebe.core.people.limits import network_limited
from nebe.core.people.requests import Request
from nebe.core.texts.tables import csv_file
from nebe.core.texts.translated import pick

from ...learning import filters, reading, tables
from ...learning.results import result_of, with_reviews
from ...models import Evaluation, Recommendation
from ...models.learning import Learnt
from ...terms import target_name, theme_name

PER_PAGE = 20


def language() -> str:
    return get_language() or "en"


def filters_of_evaluations(request: Request) -> filters.Filters:
    everything = reading.recommendations_found({}, timezone.localdate())
    return filters.evaluation_filters(request.GET, reading.evaluations_public(), everything)


@network_limited("projects", rate="1200/h")
@public
def evaluations(request: Request) -> HttpResponse:
    today = timezone.localdate()
    form = filters_of_evaluations(request)
    found = reading.evaluations_found(form.asked, today)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = reading.with_recommendations(page.object_list, form.asked, today)
    context = {
        "form": form,
        "narrowed": bool(form.asked),
        "page_obj": page,
        "total": page.paginator.count,
        "rows": [
            (
                row,
                pick(row.summary, language()),
                [recommendation_facts(each) for each in recommendations],
            )
            for row, recommendations in rows
        ],
    }
    return render(request, "projects/learning/evaluations.html", context)


@network_limited("learning_table", rate="120/h")
@public
def evaluations_table(request: Request) -> HttpResponse:
    """A row for each recommendation that is found."""
    today = timezone.localdate()
    found = reading.recommendations_found(filters_of_evaluations(request).asked, today)
    rows = found.select_related("finding__evaluation__project", "organisation").prefetch_related(
        "actions"
    )
    return csv_file("recommendations.csv", tables.recommendation_rows(rows, language(), today))


@network_limited("projects", rate="1200/h")
@public
def evaluation(request: Request, slug: str) -> HttpResponse:
    row = get_object_or_404(reading.evaluations_public(), slug=slug)
    return render(request, "projects/learning/evaluation.html", evaluation_shown(row))


def evaluation_shown(row: Evaluation) -> dict[str, Any]:
    findings = row.findings.prefetch_related(
        "recommendations__organisation", "recommendations__actions__organisation"
    )
    return {
        "evaluation": row,
        "summary": pick(row.summary, language()),
        "themes": [theme_name(code) for code in row.themes],
        "findings": [
            (
                pick(finding.text, language()),
                [recommendation_facts(each) for each in finding.recommendations.all()],
            )
            for finding in findings
        ],
    }


def recommendation_facts(row: Recommendation) -> dict[str, Any]:
    """A recommendation with its answer, once that was given."""
    today = timezone.localdate()
    given = row.answered_at is not None
    return {
        "row": row,
        "text": pick(row.text, language()),
        "given": given,
        "late": row.is_late(today),
        "answer": pick(row.answer if given else None, language()),
        "actions": [
            (action, pick(action.text, language()), action.is_late(today))
            for action in (row.actions.all() if given else [])
        ],
    }


@network_limited("projects", rate="1200/h")
@public
def lessons(request: Request) -> HttpResponse:
    rows = reading.lessons_public()
    return listed(request, rows, filters.lesson_filters(request.GET, rows), "lessons")


@network_limited("projects", rate="1200/h")
@public
def practices(request: Request) -> HttpResponse:
    rows = reading.practices_public()
    return listed(request, rows, filters.practice_filters(request.GET, rows), "practices")


def listed(request: Request, rows: QuerySet, form: filters.Filters, name: str) -> HttpResponse:
    found = reading.learnt_found(rows, form.asked)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "narrowed": bool(form.asked),
        "page_obj": page,
        "total": page.paginator.count,
        "rows": [
            (row, row.told("learnt" if name == "lessons" else "summary"), about(row))
            for row in page.object_list
        ],
    }
    return render(request, f"projects/learning/{name}.html", context)


def about(row: Learnt) -> list[str]:
    return [
        *(theme_name(code) for code in row.themes),
        *(target_name(code) for code in row.targets),
    ]


@network_limited("learning_table", rate="120/h")
@public
def lessons_table(request: Request) -> HttpResponse:
    rows = reading.lessons_public()
    found = reading.learnt_found(rows, filters.lesson_filters(request.GET, rows).asked)
    return csv_file("lessons.csv", tables.learnt_rows(found, language()))


@network_limited("learning_table", rate="120/h")
@public
def practices_table(request: Request) -> HttpResponse:
    rows = reading.practices_public()
    found = reading.learnt_found(rows, filters.practice_filters(request.GET, rows).asked)
    return csv_file("practices.csv", tables.learnt_rows(found, language()))


@network_limited("projects", rate="1200/h")
@public
def lesson(request: Request, slug: str) -> HttpResponse:
    row = get_object_or_404(with_projects(reading.lessons_public()), slug=slug)
    return render(request, "projects/learning/lesson.html", learnt_shown(row))


@network_limited("projects", rate="1200/h")
@public
def practice(request: Request, slug: str) -> HttpResponse:
    row = get_object_or_404(with_projects(reading.practices_public()), slug=slug)
    round = with_reviews(row.rounds.exclude(published_at=None)).first()
    context = learnt_shown(row) | {"result": result_of(round) if round else None}
    return render(request, "projects/learning/practice.html", context)


def with_projects(rows: QuerySet) -> QuerySet:
    return rows.prefetch_related(reading.public_projects())


def label_of(row: Learnt, name: str) -> str:
    field = row._meta.get_field(name)
    return str(capfirst(field.verbose_name))  # type: ignore[union-attr]


def learnt_shown(row: Learnt) -> dict[str, Any]:
    return {
        "row": row,
        "themes": [theme_name(code) for code in row.themes],
        "targets": [target_name(code) for code in row.targets],
        "texts": [
            (label_of(row, name), text)
            for name in row.TEXTS
            if name != "title" and (text := row.told(name))
        ],
    }

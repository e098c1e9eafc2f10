"""The network's admin edits the kinds of help and what each asks."""

from typing import Any

from django.contrib import messages
from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nebe.core.people.access import network_admin
from nebe.core.people.requests import Request

from ..forms.categories import CategoryForm, QuestionForm
from ..models import Category, Question
from ..selectors.categories import categories_with_counts
from ..selectors.samples import rule_samples
from ..services import categories as services
from .forms import ERROR_STATUS

STEP = 10  # between the positions of categories, so that one fits in between
SHOW = "show"  # the button that shows and does not save
PAGE = "exchange/categories/category.html"
QUESTION_PAGE = "exchange/categories/question.html"


@network_admin
def categories_list(request: Request) -> HttpResponse:
    context = {"categories": categories_with_counts()}
    return render(request, "exchange/categories/list.html", context)


@network_admin
def category_new(request: Request) -> HttpResponse:
    category = Category(position=_last(Category.objects.all()) + STEP, name={})
    form = CategoryForm(request.POST or None, category=category)
    if request.method == "POST" and form.is_valid():
        category = services.category_add(draft=form.draft(), actor=request.actor)
        messages.success(request, _("Saved. Now add its questions."))
        return redirect("exchange_staff:category", slug=category.pk)
    return _page(request, PAGE, form)


@network_admin
def category_edit(request: Request, slug: str) -> HttpResponse:
    category = get_object_or_404(Category, pk=slug)
    form = CategoryForm(request.POST or None, category=category)
    context = {"category": category, "questions": category.questions.order_by("position", "pk")}
    if request.method == "POST" and form.is_valid():
        try:
            services.category_save(
                category=category,
                draft=form.draft(),
                opening_confirmed=request.POST.get("confirmed") == form.opening(),
                actor=request.actor,
            )
        except services.OpeningNotConfirmed as problem:
            return _page(request, PAGE, form, opens=problem, **context)
        messages.success(request, _("Saved."))
        return redirect("exchange_staff:category", slug=slug)
    return _page(request, PAGE, form, **context)


@network_admin
def question_new(request: Request, slug: str) -> HttpResponse:
    category = get_object_or_404(Category, pk=slug)
    question = Question(category=category, position=_last(category.questions) + 1, label={})
    form = QuestionForm(request.POST or None, question=question)
    if request.method == "POST" and form.is_valid():
        if SHOW in request.POST:
            return _samples(request, form, question, category=category)
        services.question_add(category=category, draft=form.draft(), actor=request.actor)
        messages.success(request, _("Saved."))
        return redirect("exchange_staff:category", slug=slug)
    return _page(request, QUESTION_PAGE, form, category=category)


@network_admin
def question_edit(request: Request, slug: str, key: str) -> HttpResponse:
    question = get_object_or_404(
        Question.objects.select_related("category"), category=slug, key=key
    )
    form = QuestionForm(request.POST or None, question=question)
    context: dict[str, Any] = {"category": question.category, "question": question}
    if request.method == "POST" and form.is_valid():
        if SHOW in request.POST:
            return _samples(request, form, question, **context)
        try:
            services.question_save(question=question, draft=form.draft(), actor=request.actor)
        except services.QuestionInUse as problem:
            form.add_error(problem.field, problem.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("exchange_staff:category", slug=slug)
    return _page(request, QUESTION_PAGE, form, **context)


def _samples(request: Request, form, asked: Question, **context) -> HttpResponse:
    """The form as it was typed, and what its rule would do; nothing is saved."""
    drafted = services.question_drafted(asked, form.draft())
    samples = rule_samples(drafted, language=get_language(), today=timezone.localdate())
    shown = {"form": form, "samples": samples, **context}
    return render(request, QUESTION_PAGE, shown)


def _page(request: Request, template: str, form, **context) -> HttpResponse:
    status = ERROR_STATUS if request.method == "POST" else 200
    return render(request, template, {"form": form, **context}, status=status)


def _last(rows) -> int:
    return rows.aggregate(last=Max("position"))["last"] or 0

"""Peer review: the office opens and closes a round, reviewers judge, the owner answers."""

from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nebe.core.errors import NotPossible
from nebe.core.people.access import staff
from nebe.core.people.requests import StaffRequest

from ...learning import duties
from ...learning import reviews as services
from ...learning.criteria import CRITERIA
from ...learning.forms import AnswerForm, InviteForm, RoundForm, ScoreForm
from ...learning.reading import public_projects
from ...learning.results import country_name, result_of, said_in, with_reviews
from ...models import Practice, Review, ReviewRound, ReviewScore
from ..staff import keepers
from .pages import data_of, done, language_of, writers
from .public import learnt_shown


@keepers
def practice_review(request: StaffRequest, pk) -> HttpResponse:
    """The rounds of a practice; the first button opens one."""
    practice = get_object_or_404(Practice.objects.select_related("organisation"), pk=pk)
    rounds = list(with_reviews(practice.rounds.all()))
    last = rounds[0] if rounds else None
    can_open = last is None or last.closed_at is not None
    form = RoundForm(data_of(request), weights=last.weights if last else {})
    if request.method == "POST" and form.is_valid():
        opened = done(
            request,
            lambda: services.round_open(
                practice=practice,
                weights=form.weights(),
                due_on=form.cleaned_data["due_on"],
                actor=request.actor,
            ),
            _("The review is open. Invite reviewers now."),
        )
        if opened:
            return redirect(request.path)
    return review_page(request, practice, rounds, form if can_open else None, None)


def review_page(
    request: StaffRequest,
    practice: Practice,
    rounds: list[ReviewRound],
    form: RoundForm | None,
    invite: InviteForm | None,
) -> HttpResponse:
    open_round = rounds[0] if rounds and rounds[0].closed_at is None else None
    context = {
        "practice": practice,
        "form": form,
        "open": open_round,
        "invite": (invite or InviteForm(practice=practice)) if open_round else None,
        "reviews": reviews_of(open_round) if open_round else [],
        "closed": [(round, result_of(round)) for round in rounds if round.closed_at],
    }
    return render(request, "projects/learning/staff/review_rounds.html", context)


def reviews_of(round: ReviewRound) -> list[tuple[Review, str]]:
    rows = round.reviews.select_related("reviewer", "organisation")
    return [(row, country_name(row.country)) for row in rows]


def round_of(pk) -> ReviewRound:
    return get_object_or_404(ReviewRound.objects.select_related("practice__organisation"), pk=pk)


@keepers
@require_POST
def round_invite(request: StaffRequest, pk) -> HttpResponse:
    round = round_of(pk)
    form = InviteForm(request.POST, practice=round.practice)
    if form.is_valid():
        try:
            services.reviewer_invite(
                round=round,
                user=form.cleaned_data["user"],
                organisation=form.cleaned_data["organisation"],
                actor=request.actor,
            )
            return redirect("projects_staff:practice_review", pk=round.practice_id)
        except NotPossible as problem:
            form.add_error(None, str(problem))
    return review_page(
        request, round.practice, list(with_reviews(round.practice.rounds.all())), None, form
    )


@keepers
@require_POST
def round_act(request: StaffRequest, pk) -> HttpResponse:
    round = round_of(pk)
    if "publish" in request.POST:
        said = _("The result is published.")
        done(request, lambda: services.round_publish(round=round, actor=request.actor), said)
    else:
        said = _("The review is closed. The organisation can answer now.")
        done(request, lambda: services.round_close(round=round, actor=request.actor), said)
    return redirect("projects_staff:practice_review", pk=round.practice_id)


@staff()
def review(request: StaffRequest, pk) -> HttpResponse:
    """A reviewer's own page: the practice, and six times points, why and what to do better."""
    row = get_object_or_404(duties.reviews_of(request.actor), pk=pk)
    is_open = not (row.sent_at or row.declined_at or row.round.closed_at)
    known = {score.criterion: score for score in row.scores.all()}
    writing = language_of(request)
    forms = [
        ScoreForm(data_of(request), code=code, score=known.get(code), language=writing)
        for code in CRITERIA
    ]
    problem = ""
    valid = [form.is_valid() for form in forms]  # each, so that each says what is wrong
    if all(valid):
        problem = keep(request, row, forms, writing)
        if not problem:
            return redirect("projects_staff:review", pk=pk)
    prefetch_related_objects([row.round.practice], public_projects())
    context = learnt_shown(row.round.practice) | {
        "review": row,
        "forms": forms if is_open else [],
        "problem": problem,
        "said": [said_in(score, row) for score in known.values()],
    }
    return render(request, "projects/learning/staff/review.html", context)


def keep(request: StaffRequest, row: Review, forms: list[ScoreForm], language: str) -> str:
    """Why it could not be kept, or nothing; then what is typed stays on the page."""
    send = "send" in request.POST
    given: dict[str, dict[str, Any]] = {form.code: form.cleaned_data for form in forms}
    try:
        services.review_save(
            review=row, given=given, language=language, send=send, actor=request.actor
        )
    except NotPossible as problem:
        return str(problem)
    said = _("Your review is sent. Thank you.") if send else _("Saved as a draft.")
    done(request, lambda: None, said)
    return ""


@staff()
@require_POST
def review_decline(request: StaffRequest, pk) -> HttpResponse:
    row = get_object_or_404(duties.reviews_of(request.actor), pk=pk)
    said = _("The network’s office knows that you cannot do it.")
    done(request, lambda: services.review_decline(review=row, actor=request.actor), said)
    return redirect("projects_staff:duties")


@writers
def practice_answers(request: StaffRequest, pk) -> HttpResponse:
    """What peers recommend, and the answer of the organisation whose practice it is."""
    own = Practice.objects.filter(organisation=request.actor.organisation)
    practice = get_object_or_404(own.select_related("organisation"), pk=pk)
    writing = language_of(request)
    scores = ReviewScore.objects.filter(
        review__round__practice=practice,
        review__round__closed_at__isnull=False,
        review__sent_at__isnull=False,
    ).exclude(recommendation={})
    rows = []
    for score in scores.select_related("review__organisation"):
        asked = request.POST.get("score") == str(score.pk)
        form = AnswerForm(
            request.POST if asked else None, row=score, language=writing, prefix=str(score.pk)
        )
        if asked and form.is_valid():
            answer(request, score, form, writing)
            return redirect(request.path)
        rows.append((said_in(score, score.review), form))
    context = {"practice": practice, "rows": rows}
    return render(request, "projects/learning/staff/practice_answers.html", context)


def answer(request: StaffRequest, score: ReviewScore, form: AnswerForm, language: str) -> None:
    told = form.cleaned_data
    done(
        request,
        lambda: services.score_answer(
            score=score,
            verdict=told["verdict"],
            text=told["answer"],
            language=language,
            actor=request.actor,
        ),
        _("Your answer is given."),
    )

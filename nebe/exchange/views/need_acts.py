"""What coordinators do with a need and its matches: buttons of the need's page."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nebe.core.errors import NotPossible
from nebe.core.people.requests import StaffRequest

from ..forms.match_says import ArrangeForm, DismissForm, FailForm
from ..forms.message_templates import INSERT
from ..forms.need_handling import NoteForm
from ..models import Match, Need, Offer
from ..services import marks, proposals
from ..services import match_course as course
from ..services import need_handling as handling
from ..services.need_times import need_repeat_end
from ..services.quantities import units_for
from ..services.still_true import need_is_true
from ..states import By
from ..worklist.filters import NOT_LISTED
from .forms import ERROR_STATUS
from .marks import Unclear, filled, known, mark
from .message_templates import note_with_template
from .need_worklist import need_or_404, need_show
from .worklist import coordinators

# Where each verb leads: pressed twice, it is there already.
LEADS_TO = {
    "take-on": Match.Status.TAKEN_ON,
    "hand-back": Match.Status.PROPOSED,
    "offer": Match.Status.OFFERED,
    "arrange": Match.Status.ARRANGED,
    "fulfil": Match.Status.FULFILLED,
    "fail": Match.Status.FAILED,
    "dismiss": Match.Status.CLOSED,
    "call-off": Match.Status.CLOSED,
}


ACTS: dict[str, Callable] = {
    "take-on": handling.need_take_on,
    "hand-back": handling.need_hand_back,
    "still-needed": need_is_true,
    "repeat-end": need_repeat_end,
}


@coordinators
@require_POST
def need_act(request: StaffRequest, pk: UUID, verb: str) -> HttpResponse:
    """Take on a need, hand it back, or open it again: the person said that it is still needed."""
    act = known(ACTS, verb)
    need, actor = need_or_404(request, pk, handled=verb != "take-on"), request.actor
    try:
        act(need=need, actor=actor)
    except NotPossible as problem:
        messages.error(request, str(problem))
        return redirect("exchange_staff:needs")
    messages.success(request, _("Done."))
    if verb == "hand-back":
        return redirect("exchange_staff:needs")
    return redirect("exchange_staff:need", pk=pk)


@coordinators
@require_POST
def need_note(request: StaffRequest, pk: UUID) -> HttpResponse:
    need = need_or_404(request, pk, handled=True)
    if INSERT in request.POST:
        return need_show(request, need, note=note_with_template(request, need))
    form = NoteForm(request.POST, actor=request.actor)
    if not form.is_valid():
        return need_show(request, need, note=form, status=ERROR_STATUS)
    once = need.pk.hex + form.cleaned_data["once"].hex
    marks.note(row=need, text=form.cleaned_data["text"], once=once, actor=request.actor)
    return _back(request, need, "notes", _("Saved."))


@coordinators
@require_POST
def need_mark(request: StaffRequest, pk: UUID, verb: str) -> HttpResponse:
    """Tags, colleagues, and the day to look at it again."""
    need = need_or_404(request, pk, handled=True)
    try:
        mark(verb, need, request.POST, request.actor)
    except (NotPossible, Unclear) as problem:
        messages.error(request, str(problem))
        return redirect("exchange_staff:need", pk=pk)
    return _back(request, need, "handling", _("Saved."))


@coordinators
@require_POST
def need_pair(request: StaffRequest, pk: UUID, offer: UUID, verb: str) -> HttpResponse:
    """Propose an offer for a need, or offer it to both sides at once."""
    if verb not in ("propose", "offer"):
        raise Http404
    need, actor = need_or_404(request, pk, handled=True), request.actor
    row = get_object_or_404(Offer.objects.exclude(status__in=NOT_LISTED), pk=offer)
    try:
        if verb == "offer":
            course.match_offer_at_once(need=need, offer=row, actor=actor)
            text = _("Both are told. You see here when they answer.")
        else:
            units = units_for(need, row) or need.missing
            proposals.match_propose(need=need, offer=row, units=units, actor=actor)
            text = _("Proposed. Only coordinators see it.")
    except NotPossible as problem:
        messages.error(request, str(problem))
        return redirect("exchange_staff:need", pk=pk)
    return _back(request, need, "matches", text)


@coordinators
@require_POST
def need_match(request: StaffRequest, pk: UUID, match: UUID, verb: str) -> HttpResponse:
    """One move of a match by a coordinator of the organisation that handles the need."""
    move = known(MOVES, verb)
    need, actor = need_or_404(request, pk, handled=True), request.actor
    rows = Match.objects.select_related("need__person", "offer__person")
    row: Match = get_object_or_404(rows, pk=match, need=need)
    was = row.status
    try:
        move(row, request.POST, actor)
    except Unclear as problem:
        messages.error(request, str(problem))
        return redirect("exchange_staff:need", pk=pk)
    except NotPossible as problem:
        if was != LEADS_TO.get(verb):
            messages.error(request, str(problem))
            return redirect("exchange_staff:need", pk=pk)
    return _back(request, need, "matches", _("Done."))


def _arrange(match: Match, data, actor) -> None:
    text = filled(ArrangeForm(data))["text"]
    course.match_arrange(match=match, by=By.STAFF, text=text, actor=actor)


def _fail(match: Match, data, actor) -> None:
    course.match_fail(match=match, by=By.STAFF, actor=actor, **filled(FailForm(data)))


def _call_off(match: Match, data, actor) -> None:
    course.match_call_off(match=match, actor=actor, **filled(FailForm(data)))


def _dismiss(match: Match, data, actor) -> None:
    proposals.match_dismiss(match=match, actor=actor, **filled(DismissForm(data)))


MOVES: dict[str, Callable] = {
    "take-on": lambda match, data, actor: proposals.match_take_on(match=match, actor=actor),
    "hand-back": lambda match, data, actor: proposals.match_hand_back(match=match, actor=actor),
    "offer": lambda match, data, actor: course.match_offer(match=match, actor=actor),
    "fulfil": lambda match, data, actor: course.match_fulfil(match=match, by=By.STAFF, actor=actor),
    "undo": lambda match, data, actor: proposals.match_undo(match=match, actor=actor),
    "arrange": _arrange,
    "fail": _fail,
    "call-off": _call_off,
    "dismiss": _dismiss,
}


def _back(request: StaffRequest, need: Need, part: str, text: str) -> HttpResponse:
    messages.success(request, text)
    return redirect(f"{reverse('exchange_staff:need', args=[need.pk])}#{part}")

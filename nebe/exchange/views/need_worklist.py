"""The coordinator's list of needs, and one need: as its handler sees it, and as others do."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nebe.core.crypto.fields import reveal
from nebe.core.people.actors import StaffActor
from nebe.core.people.models import Person, Role
from nebe.core.people.requests import StaffRequest
from nebe.core.privacy.audit import audit_read

from ..forms.match_says import ArrangeForm, DismissForm, FailForm
from ..forms.need_handling import WHOSE, NeedFilterForm, NoteForm
from ..languages import names
from ..models import Feedback, Match, Need, SavedFilter
from ..selectors.history import history_of
from ..selectors.need_search import SEARCHED, needs_searched
from ..selectors.need_times import times_of
from ..selectors.need_worklist import (
    Course,
    can_take_on,
    courses_of,
    handles,
    need_answers,
    need_seen_by,
    needs_counted,
    needs_for_worklist,
)
from ..selectors.suggestions import Suggestions, suggestions_for_need
from ..services.match_course import WAITING
from ..states import By, next_of
from .marks import marks_shown
from .saved_filters import saved_filters
from .worklist import readers

PER_PAGE = 50
Status = Match.Status
# Buttons of a match: verb, where it leads, words.
BUTTONS = (
    ("offer", Status.OFFERED, _("Offer this to both")),
    ("take-on", Status.TAKEN_ON, _("Take on")),
    ("hand-back", Status.PROPOSED, _("Hand back")),
    ("fulfil", Status.FULFILLED, _("The help was given")),
)


@readers
def needs_list(request: StaffRequest) -> HttpResponse:
    actor = request.actor
    form = NeedFilterForm(request.GET, organisation=actor.organisation)
    values = form.values()
    needs = needs_for_worklist(values=values, actor=actor).select_related(
        "person", "organisation", "category", "municipality", "to_municipality"
    )
    needs = needs.prefetch_related("assignees")
    listed, more = needs_searched(needs, values["q"], actor) if values.get("q") else (needs, False)
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    rows = list(page)
    ours = {need.pk for need in rows if handles(actor, need)}
    reveal(_persons(request, [need for need in rows if need.pk in ours]))
    counts = needs_counted(actor)
    context = {
        "form": form,
        "page_obj": page,
        "rows": [(need, need.pk in ours) for need in rows],
        "whose": [(key, label, counts[key]) for key, label in WHOSE],
        "is_whose": values.get("whose", ""),
        "searched": SEARCHED if more else 0,
        "may_act": actor.can(Role.COORDINATOR, Role.ORGANISATION_ADMIN),
        **saved_filters(request, SavedFilter.List.NEEDS),
    }
    return render(request, "exchange/needs/list.html", context)


def _persons(request: StaffRequest, needs: list[Need]) -> list[Person]:
    """Whose names the list shows; that they were seen is kept."""
    persons = [need.person for need in needs]
    for person in persons:
        audit_read(actor=request.actor, row=person)
    return persons


@readers
def need_page(request: StaffRequest, pk) -> HttpResponse:
    need = need_seen_by(request.actor, pk)
    if need is None:
        raise Http404
    return need_show(request, need)


def need_show(
    request: StaffRequest, need: Need, *, note: NoteForm | None = None, status: int = 200
) -> HttpResponse:
    actor = request.actor
    context = {
        "need": need,
        "languages": names(need.languages),
        "can_take_on": can_take_on(need),
        "times": times_of(need, timezone.localdate()),
        "may_act": actor.can(Role.COORDINATOR, Role.ORGANISATION_ADMIN),
    }
    if not handles(actor, need):
        return render(request, "exchange/needs/card.html", context, status=status)
    audit_read(actor=actor, row=need.person)
    audit_read(actor=actor, row=need)
    is_open = need.status == Need.Status.OPEN
    suggestions = suggestions_for_need(need, actor) if is_open and need.missing else Suggestions()
    feedback = reveal(Feedback.objects.filter(match__need=need).order_by("created_at"))
    context |= {
        "answers": need_answers(need),
        **_courses(need, actor, suggestions),
        "feedback": feedback,
        "history": history_of(need, actor),
        "suggestions": suggestions,
        "propose_url": "exchange_staff:need_pair",
        "is_open": is_open,
        "is_expired": need.status == Need.Status.EXPIRED,
        "notes": reveal(need.notes.select_related("by", "need")),
        "note_form": note or NoteForm(actor=actor),
        **marks_shown(need, actor),
    }
    return render(request, "exchange/needs/need.html", context, status=status)


def _courses(need: Need, actor: StaffActor, suggestions: Suggestions) -> dict[str, list[dict]]:
    """Proposals with reasons, the first proposed first; what both sides know of, newest first."""
    courses = courses_of(need, actor)
    internal = [course for course in courses if course.match.status in Match.INTERNAL]
    told = [course for course in courses if course.match.status not in Match.INTERNAL]
    return {
        # There is nothing to propose to a need that is met or over.
        "proposals": [
            _shown(course) | {"reasons": suggestions.proposed.get(course.match.offer_id)}
            for course in reversed(internal)
            if need.status == Need.Status.OPEN
        ],
        "courses": [_shown(course) for course in told],
    }


def _shown(course: Course) -> dict:
    """A match with the buttons and forms that its state allows."""
    status, auto_id = course.match.status, f"{course.match.pk}_%s"
    onward = next_of(status, By.STAFF)
    return {
        "match": course.match,
        "steps": course.steps,
        "may_undo": course.may_undo,
        "buttons": [(verb, label) for verb, to, label in BUTTONS if to in onward],
        "arrange": ArrangeForm(auto_id=auto_id) if Status.ARRANGED in onward else None,
        "ending": _ending(status, auto_id),
        "is_good": status in Match.AGREED,
    }


def _ending(status: str, auto_id: str) -> tuple | None:
    """Verb, words and form of how a coordinator may end it."""
    if status in Match.INTERNAL:
        return "dismiss", _("This will not do"), DismissForm(auto_id=auto_id)
    if status in WAITING:
        return "call-off", _("Take this back"), FailForm(auto_id=auto_id)
    if status in (Status.SHARED, Status.ARRANGED):
        return "fail", _("It did not work out"), FailForm(auto_id=auto_id)
    return None


def need_or_404(request: StaffRequest, pk, *, handled: bool) -> Need:
    """A need that the actor sees; with `handled`, one that the actor's organisation handles."""
    need = need_seen_by(request.actor, pk)
    if need is None or (handled and not handles(request.actor, need)):
        raise Http404
    return need

"""Two people write to each other inside Nebe, and share contacts when both agree."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nebe.core.errors import NotPossible, TooMany
from nebe.core.people.persons import person_update
from nebe.core.people.requests import Request
from nebe.core.texts import machine

from ..forms.ask import MessageForm, ShareForm
from ..forms.match_says import FeedbackForm
from ..limits import files_check
from ..models import Feedback, Match, Message
from ..selectors.joinings import files_room, joining_open, joinings_past
from ..selectors.match_facts import facts_for
from ..selectors.matches import arranged, contact_of_other, feedback_of, match_for, talk
from ..services import matches as services
from ..services.match_course import CHANGE_FOR, TOLD, feedback_may_change
from .forms import ERROR_STATUS, LIMIT_STATUS, not_possible
from .my import My, mine
from .my_steps import STEPS, verbs_of

Side = Message.Side
Status = Match.Status


@dataclass(frozen=True)
class Translated:
    """A machine's translation of one message, or why there is none. `pk` None: of the request."""

    pk: UUID | None
    text: str = ""
    error: str = ""


def own_talk(my: My, pk: UUID) -> tuple[Match, str]:
    found = match_for(my.person, pk)
    if found is None:
        raise Http404
    return found


@mine
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: Request, my: My, pk: UUID) -> HttpResponse:
    match, side = own_talk(my, pk)
    if request.method != "POST":
        return talk_page(request, my, match, side)
    form = MessageForm(request.POST, request.FILES, room=files_room(match))
    try:
        if request.FILES:
            files_check(person=my.person)
    except TooMany as error:
        form.add_error(None, error.message)
        return talk_page(request, my, match, side, message_form=form, status=LIMIT_STATUS)
    if not form.is_valid():
        return talk_page(request, my, match, side, message_form=form, status=ERROR_STATUS)
    try:
        services.message_send(
            match=match,
            side=side,
            text=form.cleaned_data["text"],
            once=form.once,
            files=form.cleaned_data.get("files", ()),
            actor=request.actor,
        )
    except NotPossible as error:
        return not_possible(request, error)
    messages.success(request, _("Your message was sent."))
    return redirect("exchange:my_talk", token=my.token, pk=pk)


@mine
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: Request, my: My, pk: UUID) -> HttpResponse:
    match, side = own_talk(my, pk)
    if request.method != "POST":  # a reload of the page that showed what was wrong
        return redirect("exchange:my_talk", token=my.token, pk=pk)
    form = ShareForm(request.POST, has_email=bool(my.person.email))
    if not form.is_valid():
        return talk_page(request, my, match, side, share_form=form, status=ERROR_STATUS)
    person_update(person=my.person, **form.cleaned_data)
    try:
        services.match_share_contact(match=match, side=side, actor=request.actor)
    except NotPossible as error:
        return not_possible(request, error)
    return redirect("exchange:my_talk", token=my.token, pk=pk)


@mine
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: Request, my: My, pk: UUID, verb: str) -> HttpResponse:
    """A button that asks once more before it acts; some ask to fill something in."""
    match, side = own_talk(my, pk)
    step = STEPS.get(verb)
    if step is None or side not in step.sides:
        raise Http404
    if verb == "feedback" and (said := feedback_of(match, side)):
        return _feedback_again(request, my, match, side, said)
    posted = request.POST if request.method == "POST" else None
    form = step.form(posted) if step.form else None
    if request.method != "POST" and not step.asks_again:  # its button is on the page itself
        return redirect("exchange:my_talk", token=my.token, pk=pk)
    if request.method != "POST" or (form and not form.is_valid()):
        return _act_page(request, my, match, verb, form)
    try:
        step.act(match, side, request.actor, **(form.cleaned_data if form else {}))
    except NotPossible as error:
        return not_possible(request, error)
    messages.success(request, step.thanks)
    return redirect("exchange:my_talk", token=my.token, pk=pk)


def _feedback_again(request, my, match, side, said: Feedback) -> HttpResponse:
    """What was said, and the form while it may be changed."""
    step, form = STEPS["feedback"], None
    if feedback_may_change(said):
        form = FeedbackForm(request.POST or None, initial={"went": said.went, "text": said.text})
    if request.method != "POST" or (form and not form.is_valid()):
        return _act_page(request, my, match, "feedback", form, said=said)
    if form:
        step.act(match, side, request.actor, **form.cleaned_data)
    messages.success(request, step.thanks)
    return redirect("exchange:my_talk", token=my.token, pk=match.pk)


def _act_page(request, my, match, verb, form, said: Feedback | None = None) -> HttpResponse:
    context = {
        "said": said,
        "until": said and said.created_at + CHANGE_FOR,
        "my": my,
        "match": match,
        "verb": verb,
        "form": form,
        "label": _("What you said about it") if said else STEPS[verb].label(match),
        "hint": STEPS[verb].hint(match),
    }
    status = ERROR_STATUS if form and form.errors else 200
    return render(request, "exchange/my_talk_act.html", context, status=status)


def talk_page(
    request: Request,
    my: My,
    match: Match,
    side: str,
    *,
    message_form: MessageForm | None = None,
    share_form: ShareForm | None = None,
    translated: Translated | None = None,
    status: int = 200,
) -> HttpResponse:
    """The conversation; `translated` is shown below the message that it is of."""
    person = my.person
    onward = _buttons(match, side, is_onward=True)
    share_form = share_form or ShareForm(
        initial={"name": person.name, "phone": person.phone}, has_email=bool(person.email)
    )
    context = {
        "my": my,
        "match": match,
        "side": side,
        "entries": talk(match, side),
        "contact": contact_of_other(match, side),
        "i_share": getattr(match, f"{side}_shares_at"),
        "other_shares": getattr(match, f"{services.OTHER[side]}_shares_at"),
        "can_write": match.status in Match.TALKING,
        "can_share": match.status in services.TO_AGREE
        or (match.status == Status.ASKED and side == Side.HELPER),
        "is_offered": match.status == Status.OFFERED,
        "facts": facts_for(match, side) if match.asked_at and match.need.seeks else [],
        "arranged": arranged(match),
        "translated": translated,
        "can_translate": machine.is_own(),
        "joining": joining_open(match),
        "past_joinings": joinings_past(match),
        "message_form": message_form or MessageForm(room=files_room(match)),
        "share_form": share_form,
        "onward": onward,
        "has_said": match.status in TOLD and "feedback" not in dict(onward),
        "verbs": _buttons(match, side, is_onward=False),
    }
    return render(request, "exchange/my_talk.html", context, status=status)


def _buttons(match: Match, side: str, *, is_onward: bool) -> list[tuple[str, str]]:
    steps = [(verb, STEPS[verb]) for verb in verbs_of(match, side)]
    return [
        (verb, step.label(match))
        for verb, step in steps
        if step.asks_again and step.is_onward == is_onward and not step.is_beside
    ]

"""Two people write to each other inside Nebe, and share contacts when both agree."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from nebe.core.people.persons import person_update
from nebe.core.people.requests import Request

from ..forms.ask import MessageForm, ShareForm
from ..models import Match, Message
from ..selectors.matches import contact_of_other, match_for, talk
from ..services import matches as services
from ..services.errors import NotPossible
from ..services.needs import ask_confirm, need_withdraw
from .forms import ERROR_STATUS, not_possible
from .my import My, mine

Side = Message.Side
Status = Match.Status
# (verb, side) → statuses in which it is offered.
POSSIBLE = {
    ("confirm", Side.SEEKER): {Status.UNCONFIRMED},
    ("decline", Side.HELPER): {Status.ASKED, Status.ANSWERED},
    ("withdraw", Side.SEEKER): {Status.UNCONFIRMED, Status.ASKED, Status.ANSWERED, Status.SHARED},
    ("close", Side.HELPER): {Status.SHARED},
}
LABELS = {
    "decline": _("I cannot help"),
    "withdraw": _("Take my request back"),
    "close": _("End this and hide my contact"),
}


def _own(my: My, pk: UUID) -> tuple[Match, str]:
    found = match_for(my.person, pk)
    if found is None:
        raise Http404
    return found


@mine
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: Request, my: My, pk: UUID) -> HttpResponse:
    match, side = _own(my, pk)
    if request.method != "POST":
        return _page(request, my, match, side)
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _page(request, my, match, side, message_form=form, status=ERROR_STATUS)
    try:
        services.message_send(
            match=match,
            side=side,
            text=form.cleaned_data["text"],
            once=form.once,
            actor=request.actor,
        )
    except NotPossible as error:
        return not_possible(request, error)
    messages.success(request, _("Your message was sent."))
    return redirect("exchange:my_talk", token=my.token, pk=pk)


@mine
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: Request, my: My, pk: UUID) -> HttpResponse:
    match, side = _own(my, pk)
    if request.method != "POST":  # a reload of the page that showed what was wrong
        return redirect("exchange:my_talk", token=my.token, pk=pk)
    form = ShareForm(request.POST, has_email=bool(my.person.email))
    if not form.is_valid():
        return _page(request, my, match, side, share_form=form, status=ERROR_STATUS)
    person_update(person=my.person, **form.cleaned_data)
    try:
        services.match_share_contact(match=match, side=side, actor=request.actor)
    except NotPossible as error:
        return not_possible(request, error)
    return redirect("exchange:my_talk", token=my.token, pk=pk)


@mine
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: Request, my: My, pk: UUID, verb: str) -> HttpResponse:
    match, side = _own(my, pk)
    if (verb, side) not in POSSIBLE:
        raise Http404
    if request.method != "POST" and verb not in LABELS:  # its button is on the page itself
        return redirect("exchange:my_talk", token=my.token, pk=pk)
    if request.method != "POST":
        context = {"my": my, "match": match, "verb": verb, "label": LABELS[verb]}
        return render(request, "exchange/my_talk_act.html", context)
    try:
        if verb == "confirm":
            ask_confirm(match=match, actor=request.actor)
        elif verb == "decline":
            services.match_decline(match=match, actor=request.actor)
        elif verb == "withdraw":
            need_withdraw(need=match.need, actor=request.actor)
        else:
            services.match_close(match=match, side=side, actor=request.actor)
    except NotPossible as error:
        return not_possible(request, error)
    messages.success(request, _("Done."))
    return redirect("exchange:my_talk", token=my.token, pk=pk)


def _page(request, my, match, side, message_form=None, share_form=None, status=200):
    person = my.person
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
        "can_share": match.status == Status.ANSWERED
        or (match.status == Status.ASKED and side == Side.HELPER),
        "message_form": message_form or MessageForm(),
        "share_form": share_form,
        "verbs": [
            (verb, LABELS[verb])
            for (verb, of), statuses in POSSIBLE.items()
            if of == side and match.status in statuses and verb in LABELS
        ],
    }
    return render(request, "exchange/my_talk.html", context, status=status)

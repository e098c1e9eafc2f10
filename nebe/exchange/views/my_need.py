"""What a person let us look for: read it, change it, take it back, print its card."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from nebe.core.errors import NotPossible, TooMany
from nebe.core.people.requests import Request

from .. import mails
from ..forms.need import NeedDetailsForm, initial_of
from ..forms.need_own import OwnDetailsForm
from ..languages import names
from ..models import Need
from ..paper import code_card, sms_link
from ..selectors.need_times import times_of
from ..selectors.needs_own import need_answers, need_for
from ..selectors.needs_public import kinds_answering, need_public, needs_answerable
from ..services import need_posting as services
from ..services.need_answers import need_answer
from ..services.need_times import need_repeat_end
from ..services.needs import need_withdraw
from .forms import ERROR_STATUS, not_possible
from .my import My, kept_end, mine, my_redirect
from .need import BEGUN

VERBS: dict[str, Callable] = {
    "confirm": services.need_confirm,
    "repeat-end": need_repeat_end,
    "withdraw": need_withdraw,
}
SAID = {
    "confirm": BEGUN,
    "repeat-end": _("This is the last time; no other follows."),
    "withdraw": _("You took your request back."),
}
LIVING = services.LIVING


def _own(my: My, pk: UUID) -> Need:
    need = need_for(my.person, pk)
    if need is None:
        raise Http404
    return need


@mine
@require_http_methods(["GET", "HEAD"])
def show(request: Request, my: My, pk: UUID) -> HttpResponse:
    need = _own(my, pk)
    context = {
        "my": my,
        "need": need,
        "answers": need_answers(need),
        "languages": names(need.languages),
        "times": times_of(need, timezone.localdate()),
        "can_edit": need.status in services.CHANGEABLE,
        "can_withdraw": need.status in LIVING,
    }
    return render(request, "exchange/my_need.html", context)


@mine
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, my: My, pk: UUID) -> HttpResponse:
    need = _own(my, pk)
    if need.status not in services.CHANGEABLE:
        return not_possible(request, NotPossible())
    form_class = OwnDetailsForm if need.for_organisation_id else NeedDetailsForm
    form = form_class(request.POST or None, category=need.category, initial=initial_of(need))
    if request.method != "POST" or not form.is_valid():
        status = ERROR_STATUS if form.errors else 200
        context = {"my": my, "need": need, "form": form}
        return render(request, "exchange/my_need_edit.html", context, status=status)
    try:
        services.need_update(need=need, draft=form.draft(), actor=request.actor)
    except NotPossible as error:
        return not_possible(request, error)
    messages.success(request, _("Saved."))
    return redirect("exchange:my_need", token=my.token, pk=pk)


@mine
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: Request, my: My, pk: UUID, verb: str) -> HttpResponse:
    """Taking back has a page with one button; the others have theirs on the need's page."""
    need = _own(my, pk)
    if verb not in VERBS:
        raise Http404
    if request.method != "POST" and (verb != "withdraw" or need.status not in LIVING):
        return redirect("exchange:my_need", token=my.token, pk=pk)
    if request.method != "POST":
        return render(request, "exchange/my_need_act.html", {"my": my, "need": need})
    try:
        VERBS[verb](need=need, actor=request.actor)
    except NotPossible as error:
        return not_possible(request, error)
    messages.success(request, SAID[verb])
    return redirect("exchange:my_need", token=my.token, pk=pk)


@mine
@require_http_methods(["GET", "HEAD", "POST"])
def card(request: Request, my: My, pk: UUID) -> HttpResponse:
    """A card to print, with a code that opens this page; it is made by a button."""
    need = _own(my, pk)
    if request.method == "POST":
        services.need_card_make(need=need, actor=request.actor)
        return redirect("exchange:my_need_card", token=my.token, pk=pk)
    code = services.need_code(need) if need.code_index else ""
    card = code_card(code) if code else None
    context = {"my": my, "need": need, "card": card}
    context["sms"] = sms_link(card, need.person.phone) if card else ""
    return render(request, "exchange/my_need_card.html", context)


@mine
@require_http_methods(["GET", "HEAD", "POST"])
def links_end(request: Request, my: My) -> HttpResponse:
    """For someone who lost a card or whose mails somebody reads."""
    if request.method != "POST":
        return render(request, "exchange/my_links_end.html", {"my": my})
    services.person_links_end(person=my.person, actor=request.actor)
    messages.success(request, _("All other links and codes are ended. This is your new page."))
    return kept_end(my_redirect(my.person, days=mails.PAGE_DAYS))


@mine
@require_http_methods(["GET", "HEAD"])
def answerable(request: Request, my: My) -> HttpResponse:
    """Needs in the public list that the helper's offers may answer."""
    context = {
        "my": my,
        "needs": needs_answerable(my.person),
        "has_offers": kinds_answering(my.person).exists(),
    }
    return render(request, "exchange/my_answerable.html", context)


@mine
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Request, my: My, pk: UUID) -> HttpResponse:
    if request.method != "POST":  # its button is on the list
        return redirect("exchange:my_answerable", token=my.token)
    need = need_public(pk)
    if need is None:
        raise Http404
    try:
        need_answer(need=need, person=my.person, actor=request.actor)
    except (NotPossible, TooMany) as error:
        return not_possible(request, error)
    messages.success(request, _("Thank you. A coordinator looks at it and writes to you."))
    return redirect("exchange:my_answerable", token=my.token)

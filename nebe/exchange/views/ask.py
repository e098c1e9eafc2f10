"""Ask for help: the age question first, then the request, then its confirmation."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nebe.core.errors import NotPossible, TooMany
from nebe.core.people.access import public
from nebe.core.people.requests import Request
from nebe.core.places.countries import COUNTRIES
from nebe.core.places.emergency import numbers_of

from ..codes import code_indexes, code_make
from ..forms.ask import AskForm, MinorForm, WhereForm
from ..limits import network_check
from ..paper import code_card, sms_link
from ..selectors.matches import match_of_code
from ..selectors.offers import categories_public, offer_public, offer_show
from ..services.needs import ask_confirm, need_submit
from .forms import ERROR_STATUS, not_possible, too_many
from .my import ASKED, my_redirect


@public
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Request, number: int) -> HttpResponse:
    row = offer_public(number)
    if row is None:
        raise Http404
    context = {"offer": offer_show(row, language=get_language())}
    if "alone" not in request.POST:
        return _first_question(request, context)
    if request.POST["alone"] == "yes":
        return redirect("exchange:minors")
    if request.POST["alone"] != "no":
        return _first_question(request, context, MinorForm(request.POST))
    categories = categories_public(row)
    if "stamp" not in request.POST:
        form = AskForm(categories=categories)
        return render(request, "exchange/ask.html", {"form": form, **context})
    form = AskForm(request.POST, categories=categories)
    if not form.is_valid():
        return render(request, "exchange/ask.html", {"form": form, **context}, status=ERROR_STATUS)
    try:
        return _submit(request, form, row)
    except TooMany as error:
        return too_many(request, "exchange/ask.html", form, error, **context)


def _first_question(request, context, form=None) -> HttpResponse:
    status = ERROR_STATUS if form else 200
    form = form or MinorForm()
    return render(request, "exchange/ask_age.html", {"form": form, **context}, status=status)


def _submit(request, form, row) -> HttpResponse:
    network_check(request, "ask")
    data = form.cleaned_data
    need_submit(
        offer=row,
        category=form.categories[data["category"]],
        text=data["text"],
        email=data["email"],
        name=data["name"],
        language=get_language(),
        once=form.once,
        actor=request.actor,
    )
    if data["email"]:
        return redirect("exchange:ask_sent")
    code = code_make(form.once)
    context = {"code": code, "sms": sms_link(code_card(code))}
    return render(request, "exchange/ask_code.html", context)


@public
@require_safe
def ask_sent(request: Request) -> HttpResponse:
    return render(request, "exchange/ask_sent.html")


@public
@require_POST
def ask_code(request: Request) -> HttpResponse:
    """The code was written down: the request is sent and its private page opens."""
    try:
        network_check(request, "code")
    except TooMany as error:
        return not_possible(request, error)
    match = match_of_code(code_indexes("need", request.POST.get("code", "")))
    if match is None:
        raise Http404
    try:
        ask_confirm(match=match, actor=request.actor)
    except NotPossible as error:
        return not_possible(request, error)
    messages.success(request, ASKED)
    return my_redirect(match.need.person)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def minors(request: Request) -> HttpResponse:
    """Who helps someone under 18 who is here alone, in their town. Nothing is stored.

    The town is posted, so that it stands in no address and no log.
    """
    form = WhereForm(request.POST or None)
    context: dict = {"form": form}
    if request.method == "POST" and form.is_valid():
        place = form.cleaned_data["town"]
        country = COUNTRIES[place.region.country]
        context |= {
            "place": place,
            "country": country,
            "numbers": numbers_of(country.code),
        }
    status = ERROR_STATUS if form.errors else 200
    return render(request, "exchange/minors.html", context, status=status)

"""Ask for help that is not found yet: the age question, the kind of help, one form, the yes."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nebe.core.errors import NotPossible, TooMany
from nebe.core.people.access import public
from nebe.core.people.requests import Request

from ..codes import code_indexes
from ..forms.ask import MinorForm
from ..forms.find import NeedSearchForm
from ..forms.need import KindForm, NeedForm
from ..limits import network_check
from ..models import Category
from ..paper import code_card, sms_link
from ..selectors.needs_own import need_of_code
from ..selectors.needs_public import needs_public
from ..services.need_posting import need_code, need_confirm, need_post
from .forms import ERROR_STATUS, not_possible, too_many
from .my import my_redirect

BEGUN = gettext_lazy("We look for help for you. What we find will be on this page.")


@public
@require_http_methods(["GET", "HEAD", "POST"])
def need(request: Request) -> HttpResponse:
    """All steps live at one address; what was said before comes along in the form."""
    if "alone" not in request.POST:
        return _age(request, MinorForm())
    if request.POST["alone"] == "yes":
        return redirect("exchange:minors")
    if request.POST["alone"] != "no":
        return _age(request, MinorForm(request.POST), ERROR_STATUS)
    slug = request.POST.get("category") or request.GET.get("category")
    kinds = KindForm({"category": slug} if slug or "category" in request.POST else None)
    if not kinds.is_valid():
        return _kinds(request, kinds)
    if "stamp" not in request.POST:
        return _form(request, NeedForm(category=kinds.chosen(), initial=_initial(request)))
    form = NeedForm(request.POST, category=kinds.chosen())
    if not form.is_valid():
        return _form(request, form, ERROR_STATUS)
    try:
        return _submit(request, form)
    except TooMany as error:
        return too_many(request, "exchange/need.html", form, error)


def _age(request, form, status=200) -> HttpResponse:
    return render(request, "exchange/need_age.html", {"form": form}, status=status)


def _kinds(request, form) -> HttpResponse:
    status = ERROR_STATUS if form.errors else 200
    return render(request, "exchange/need_kinds.html", {"form": form}, status=status)


def _form(request, form, status=200) -> HttpResponse:
    return render(request, "exchange/need.html", {"form": form}, status=status)


def _initial(request: Request) -> dict:
    """What a search that found nothing said already."""
    asked = {"text": request.GET.get("q", ""), "place": request.GET.get("place", "")}
    return {"languages": [get_language()]} | {k: v[:200] for k, v in asked.items() if v}


def _submit(request: Request, form: NeedForm) -> HttpResponse:
    network_check(request, "ask")
    data = form.cleaned_data
    posted = need_post(
        draft=form.draft(),
        email=data["email"],
        name=data["name"],
        language=get_language() or "en",
        once=form.once,
        actor=request.actor,
    )
    if data["email"]:
        return redirect("exchange:need_sent")
    code = need_code(posted)
    card = code_card(code)
    context = {"code": code, "picture": card.picture, "send_to": reverse("exchange:need_code")}
    context["sms"] = sms_link(card)
    return render(request, "exchange/ask_code.html", context)


@public
@require_safe
def need_sent(request: Request) -> HttpResponse:
    return render(request, "exchange/need_sent.html")


@public
@require_POST
def need_code_written(request: Request) -> HttpResponse:
    """The code was written down: the search begins and the private page opens."""
    try:
        network_check(request, "code")
    except TooMany as error:
        return not_possible(request, error)
    found = need_of_code(code_indexes("need", request.POST.get("code", "")))
    if found is None:
        raise Http404
    try:
        if need_confirm(need=found, actor=request.actor):
            messages.success(request, BEGUN)
    except NotPossible as error:
        return not_possible(request, error)
    return my_redirect(found.person)


@public
@require_safe
def needs(request: Request) -> HttpResponse:
    """What people ask for who let everyone read it."""
    kinds = Category.objects.filter(active=True, needs_may_be_public=True)
    category = request.GET.get("category", "")
    form = NeedSearchForm(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    context = {
        "needs": needs_public(category=category, text=text),
        "kinds": kinds,
        "category": category,
        "form": form,
        "text": text,
    }
    return render(request, "exchange/needs.html", context)

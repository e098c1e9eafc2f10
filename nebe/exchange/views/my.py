"""A person's own page, opened by a private link: offers, requests, and what they are told."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_scopes import scope

from nebe.core.errors import TooMany
from nebe.core.mail import links
from nebe.core.people.access import bearer, public, signed_in
from nebe.core.people.actors import act_as_bearer
from nebe.core.people.models import Person
from nebe.core.people.persons import person_update
from nebe.core.people.requests import Request
from nebe.core.people.views.invitation import account_offer

from .. import mails
from ..codes import code_indexes
from ..forms.ask import CodeForm, DetailsForm, LinkForm
from ..limits import may_send_link, network_check
from ..selectors.matches import (
    asked_by,
    asked_of,
    conduct_is_old,
    offers_of,
    person_of_code,
    person_of_link,
    person_of_user,
    persons_of_email,
)
from ..selectors.needs_own import needs_of
from ..services.conduct import conduct_accept
from .forms import ERROR_STATUS, LIMIT_STATUS

CODE_DAYS = 1
ASKED = gettext_lazy("Your request was sent. The answer will be on this page.")


@dataclass(frozen=True)
class My:
    """Whose page it is, and the token that its addresses carry."""

    person: Person
    token: str


def mine(view: Callable) -> Callable:
    """`view(request, my, …)` for the bearer of a private link, in the scope of the controller."""

    @bearer
    @wraps(view)
    def opened(request: Request, token: str, **kwargs) -> HttpResponse:
        try:
            link = links.link_open(purpose=mails.MY, token=token)
            response = _as_person(view, request, link, token, **kwargs)
        except links.LinkProblem:
            response = render(request, "exchange/my_link_gone.html", status=410)
        add_never_cache_headers(response)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return opened


def _as_person(view, request, link, token, **kwargs) -> HttpResponse:
    person = person_of_link(link.target)
    if person is None:
        raise links.LinkUnknown
    act_as_bearer(request, person)
    with scope(organisation=person.controller):
        return view(request, My(person, token), **kwargs)


def my_redirect(person: Person, *, days: int = CODE_DAYS) -> HttpResponse:
    """To a person's own page by a new link; for someone who has just proved to be this person."""
    token = links.link_issue(purpose=mails.MY, target=person.pk, days=days)
    return redirect("exchange:my", token=token)


def kept_end(response: HttpResponse) -> HttpResponse:
    """What was kept on this phone goes with the link or the data it was of."""
    response["Clear-Site-Data"] = '"storage"'
    return response


@mine
@require_http_methods(["GET", "HEAD"])
def home(request: Request, my: My) -> HttpResponse:
    context = {
        "my": my,
        "offers": offers_of(my.person),
        "asked_of": asked_of(my.person),
        "conduct_is_old": conduct_is_old(my.person),
        "asked_by": [match for match in asked_by(my.person) if not match.need.seeks],
        "needs": needs_of(my.person),
        # Where the worker that keeps the page may answer: no token is in it.
        "scope": reverse("exchange:my", args=[my.token]).removesuffix(f"{my.token}/"),
    }
    return render(request, "exchange/my.html", context)


@mine
@require_http_methods(["GET", "HEAD", "POST"])
def conduct(request: Request, my: My) -> HttpResponse:
    """The helper accepts the code of conduct as it is now."""
    if request.method == "POST":
        conduct_accept(person=my.person, actor=request.actor)
        messages.success(request, _("Done."))
    return redirect("exchange:my", token=my.token)


@mine
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: Request, my: My) -> HttpResponse:
    person = my.person
    form = DetailsForm(request.POST or None, initial={"name": person.name, "phone": person.phone})
    if request.method == "POST" and form.is_valid():
        person_update(person=person, language=get_language(), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("exchange:my", token=my.token)
    status = ERROR_STATUS if form.errors else 200
    return render(request, "exchange/my_details.html", {"my": my, "form": form}, status=status)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def door(request: Request) -> HttpResponse:
    """Back to one's own page: by a mailed link, or by the code on paper."""
    form = LinkForm(request.POST or None) if "code" not in request.POST else LinkForm()
    code_form = CodeForm(request.POST) if "code" in request.POST else CodeForm()
    context = {"form": form, "code_form": code_form}
    try:
        if code_form.is_bound and code_form.is_valid():
            network_check(request, "code")
            if person := person_of_code(code_indexes("need", code_form.cleaned_data["code"])):
                return my_redirect(person)
            return _door_code_unknown(request, context)
        if form.is_bound and form.is_valid():
            network_check(request, "link")
            email = form.cleaned_data["email"]
            if may_send_link(email):  # the answer is the same, so that it tells nothing
                mails.link_send(persons_of_email(email))
            return redirect("exchange:my_sent")
    except TooMany as error:
        (code_form if code_form.is_bound else form).add_error(None, error.message)
        return render(request, "exchange/my_door.html", context, status=LIMIT_STATUS)
    status = ERROR_STATUS if form.errors or code_form.errors else 200
    return render(request, "exchange/my_door.html", context, status=status)


def _door_code_unknown(request, context) -> HttpResponse:
    context["code_form"].add_error(
        "code", _("We do not know this code. Please compare it with your paper.")
    )
    return render(request, "exchange/my_door.html", context, status=ERROR_STATUS)


@public
@require_http_methods(["GET", "HEAD"])
def sent(request: Request) -> HttpResponse:
    """The same words whether the address is known or not."""
    return render(request, "exchange/my_sent.html")


@mine
@require_http_methods(["GET", "HEAD"])
def account_make(request: Request, my: My) -> HttpResponse:
    """On to making an account: the private link has proved the e-mail."""
    return redirect(account_offer(request, my.person))


@signed_in
@require_http_methods(["GET", "HEAD"])
def of_account(request: Request) -> HttpResponse:
    """The own page of someone with an account, without a mail."""
    assert request.actor.user  # signed in
    person = person_of_user(request.actor.user)
    return my_redirect(person) if person else redirect("exchange:my_door")

"""To follow a search of calls or the deadlines of one: the forms for everyone."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nebe.core.people.access import public
from nebe.core.people.guard import GuardedForm
from nebe.core.people.limits import limit, network_of
from nebe.core.people.persons import email_normal
from nebe.core.people.requests import Request

from ..calls.finding import calls_public, question_of, question_words, whole
from ..calls.following import deadline_follow, search_follow
from ..calls.following_forms import DeadlineFollowForm, SearchFollowForm

PER_NETWORK, PER_ADDRESS = "60/h", "10/d"
ASKED = ("email", "every", "days", "language")
ERROR_STATUS, LIMIT_STATUS = 422, 429


@public
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: Request) -> HttpResponse:
    """A search as it stands in the address of this page."""
    question = question_of(request.GET)
    context = {
        "told": question_words(question),
        "query": f"?{question.query}" if question.query else "",
        "is_everything": question.is_everything,
    }
    return answered(
        request,
        SearchFollowForm,
        "projects/calls/follow.html",
        context,
        lambda **data: search_follow(query=question.query, **data),
    )


@public
@require_http_methods(["GET", "HEAD", "POST"])
def remind(request: Request, slug: str) -> HttpResponse:
    call = get_object_or_404(whole(calls_public()), slug=slug)
    return answered(
        request,
        DeadlineFollowForm,
        "projects/calls/remind.html",
        {"call": call},
        lambda **data: deadline_follow(call=call, **data),
    )


def answered(
    request: Request,
    form_class: type[GuardedForm],
    template: str,
    context: dict[str, Any],
    act: Callable,
) -> HttpResponse:
    form = form_class(request.POST or None, initial={"language": get_language()})
    context["form"] = form
    if request.method != "POST":
        return render(request, template, context)
    if not form.is_valid():
        return render(request, template, context, status=ERROR_STATUS)
    if not limit("calls-follow", "network", network_of(request), rate=PER_NETWORK):
        form.add_error(None, _("Very many forms come from your network. Please try later."))
        return render(request, template, context, status=LIMIT_STATUS)
    data = {name: value for name, value in form.cleaned_data.items() if name in ASKED}
    # Too many mails to one address: the answer is the same, and nothing is sent.
    if limit("calls-follow", "address", email_normal(data["email"]), rate=PER_ADDRESS):
        act(once=form.once, **data)
    return redirect("projects:calls_follow_sent")


@public
@require_safe
def sent(request: Request) -> HttpResponse:
    return render(request, "projects/calls/follow_sent.html")


@public
@require_safe
def gone(request: Request) -> HttpResponse:
    return render(request, "projects/calls/gone.html")

"""The pages behind a link in a mail: what a room shows for it, or what to do when it opens nothing.

A link never acts by GET: scanners of mails follow links. Rooms register a view for a purpose
(`links.register`), and most of them only call `confirm_page`.
"""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from nebe.core.mail import links, lists
from nebe.core.mail.models import Link
from nebe.core.people.access import bearer
from nebe.core.people.limits import limit, network_of

NO_MORE_PER_NETWORK = "3000/h"  # one provider presses for all of its readers
GONE = {links.LinkExpired: "expired", links.LinkUsed: "used", links.LinkUnknown: "unknown"}


@bearer
def private_link(request: HttpRequest, purpose: str, token: str) -> HttpResponse:
    """Open the link and hand it to its room; kept out of caches, referrers and search engines."""
    view = links.view_of(purpose)
    if view is None:
        raise Http404
    return _private(
        request, lambda: _answer(request, view, purpose, token), door=links.door_of(purpose)
    )


def _private(
    request: HttpRequest, answer: Callable[[], HttpResponse], *, door: str
) -> HttpResponse:
    try:
        response = answer()
    except links.LinkProblem as problem:
        context = {"problem": GONE[type(problem)], "door": door}
        response = render(request, "ui/links/problem.html", context, status=410)
    add_never_cache_headers(response)
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _answer(request: HttpRequest, view: Callable, purpose: str, token: str) -> HttpResponse:
    try:
        return view(request, links.link_open(purpose=purpose, token=token))
    except links.LinkUsed as problem:
        used = links.used_view_of(purpose)
        if used is None:
            raise
        return used(request, problem.link)


@csrf_exempt  # a mail program presses it, which has no page of ours: the token alone is the right
@bearer
@require_http_methods(["GET", "HEAD", "POST"])
def no_more(request: HttpRequest, name: str, token: str) -> HttpResponse:
    """The way out of a mail to many: one POST ends it, by a mail program or by the page's button.

    It leads nowhere and asks nothing (RFC 8058); pressed again it says the same.
    """
    mail_list = lists.list_of(name)
    if mail_list is None:
        raise Http404
    if not limit("no-more", network_of(request), rate=NO_MORE_PER_NETWORK):
        return HttpResponse(status=429, headers={"Retry-After": "3600"})

    def answer() -> HttpResponse:
        link = links.link_open(purpose=lists.purpose_of(name), token=token)
        if request.method == "POST":
            lists.stop_of(mail_list)(request, link)
            return _page(request, title=mail_list.title, done=mail_list.done)
        return _page(request, title=mail_list.title, text=mail_list.text, button=mail_list.button)

    return _private(request, answer, door=mail_list.door)


def confirm_page(
    request: HttpRequest,
    link: Link,
    *,
    title: str,
    text: str,
    button: str,
    act: Callable[[], HttpResponse],
    other: str = "",
    act_other: Callable[[], HttpResponse] | None = None,
) -> HttpResponse:
    """A page with one button. Pressing it marks the link used and calls `act` once.

    Where a question is asked, `other` is the second answer's button and `act_other` its act.
    """
    if request.method == "POST":
        links.link_use(link)
        return act_other() if act_other and "other" in request.POST else act()
    return _page(request, title=title, text=text, button=button, other=other)


def done_page(
    request: HttpRequest,
    *,
    title: str,
    text: str,
    hint: str,
    button: str,
    lead_on: Callable[[], HttpResponse],
) -> HttpResponse:
    """What a used link shows: that it is done, and a button that leads on."""
    if request.method == "POST":
        return lead_on()
    return _page(request, title=title, text=text, hint=hint, button=button)


def _page(request: HttpRequest, *, title: str, **context: str) -> HttpResponse:
    return render(request, "ui/links/confirm.html", {"page_title": title, **context})

"""The page behind the link of a mail to many: to one's own page, or no more such mails."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_scopes import scope

from nebe.core.mail.links import LinkUnknown
from nebe.core.mail.models import Link
from nebe.core.people.actors import act_as_bearer
from nebe.core.people.requests import Request

from ..selectors.bulk_mail import is_opted_out
from ..selectors.matches import person_of_link
from ..services.bulk_mail import mails_opt_in, mails_opt_out
from .my import My, mine, my_redirect


def opened(request: Request, link: Link) -> HttpResponse:
    """The link alone does nothing: scanners of mails follow links."""
    person = person_of_link(link.target)
    if person is None:
        raise LinkUnknown
    act_as_bearer(request, person)
    if request.method == "POST" and "stop" not in request.POST:
        return my_redirect(person)
    with scope(organisation=person.controller):
        if request.method == "POST":
            mails_opt_out(person=person, actor=request.actor)
        context = {"is_out": is_opted_out(person)}
    return render(request, "exchange/bulk_mail/opened.html", context)


def stopped(request: Request, link: Link) -> None:
    """A mail program was told so, or the button of its page was pressed."""
    person = person_of_link(link.target)
    if person is None:
        raise LinkUnknown
    act_as_bearer(request, person)
    with scope(organisation=person.controller):
        mails_opt_out(person=person, actor=request.actor)


@mine
@require_http_methods(["GET", "HEAD", "POST"])
def my_mails(request: Request, my: My) -> HttpResponse:
    """On the own page: no more such mails, or again."""
    if request.method == "POST":
        act = mails_opt_out if "stop" in request.POST else mails_opt_in
        act(person=my.person, actor=request.actor)
        messages.success(request, _("Saved."))
        return redirect("exchange:my_mails", token=my.token)
    context = {"my": my, "is_out": is_opted_out(my.person)}
    return render(request, "exchange/my_mails.html", context)

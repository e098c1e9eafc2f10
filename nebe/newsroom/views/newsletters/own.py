"""What the links of a subscriber open. A link alone does nothing: scanners of mails follow them."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from nebe.core.mail.links import is_same_press
from nebe.core.mail.models import Link
from nebe.core.people.requests import Request
from nebe.core.privacy.erasure import ErasureHeld
from nebe.core.ui.private_links import confirm_page, done_page

from ...models import Subscriber
from ...newsletters import subscribing
from ...newsletters.forms import ChoiceForm
from ...newsletters.mails import own_url
from ...newsletters.subscribing import reader_of

ERROR_STATUS, HELD_STATUS = 422, 409


@transaction.atomic
def confirm(request: Request, link: Link) -> HttpResponse:
    reader = reader_of(link.target)

    def yes() -> HttpResponse:
        subscribing.confirm(reader=reader, actor=request.actor)
        messages.success(request, _("Done. You get our newsletter from now on."))
        return redirect(own_url(reader))

    return confirm_page(
        request,
        link,
        title=_("Newsletter"),
        text=_("Somebody, probably you, asked for our newsletter for this e-mail address."),
        button=_("Yes, send me the newsletter"),
        act=yes,
    )


def confirmed(request: Request, link: Link) -> HttpResponse:
    reader = reader_of(link.target)
    return done_page(
        request,
        title=_("Newsletter"),
        text=_("You have confirmed this already."),
        hint=_("Each newsletter has a link to change or end it. We can also mail you one now."),
        button=_("Go on"),
        lead_on=lambda: redirect(own_url(reader) if is_same_press(link) else "newsletter"),
    )


def own(request: Request, link: Link) -> HttpResponse:
    """The subscriber's page: topics and language, leave, erase."""
    reader = reader_of(link.target)
    if request.method == "POST" and "erase" in request.POST:
        return erase(request, reader)
    if request.method == "POST" and "leave" in request.POST:
        subscribing.leave(reader=reader, actor=request.actor)
        messages.success(request, _("You get no more newsletters from us."))
        return redirect(request.path)
    if request.method == "POST" and "again" in request.POST:
        subscribing.confirm(reader=reader, actor=request.actor)
        messages.success(request, _("Done. You get our newsletter from now on."))
        return redirect(request.path)
    return choose(request, reader)


def choose(request: Request, reader: Subscriber) -> HttpResponse:
    now = {"language": reader.language, "topics": reader.topics.all()}
    form = ChoiceForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        subscribing.change(reader=reader, actor=request.actor, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(request.path)
    status = ERROR_STATUS if form.errors else 200
    return page(request, reader, form=form, status=status)


def erase(request: Request, reader: Subscriber) -> HttpResponse:
    try:
        subscribing.erase(reader=reader, actor=request.actor)
    except ErasureHeld:
        return page(request, reader, is_held=True, status=HELD_STATUS)
    return redirect("newsletter_gone")


def page(request: Request, reader: Subscriber, *, status: int, **more) -> HttpResponse:
    gets_it = reader.status == Subscriber.Status.ACTIVE
    context = {"reader": reader, "gets_it": gets_it, **more}
    return render(request, "newsroom/newsletters/own.html", context, status=status)


def stopped(request: Request, link: Link) -> None:
    """A mail program was told so, or the button of its page was pressed."""
    subscribing.leave(reader=reader_of(link.target), actor=request.actor)

"""What the links of a follower open. A link alone does nothing: scanners of mails follow them."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nebe.core.mail.links import is_same_press
from nebe.core.mail.models import Link
from nebe.core.people.requests import Request
from nebe.core.ui.private_links import confirm_page, done_page

from ..calls import following as services
from ..calls.following_forms import OwnForm
from ..calls.mails import following_words, own_url
from ..models import CallFollower

ERROR_STATUS = 422


@transaction.atomic
def confirm(request: Request, link: Link) -> HttpResponse:
    following = services.following_of(link.target)

    def yes() -> HttpResponse:
        services.confirm(following=following, actor=request.actor)
        messages.success(request, _("Done. We write to you from tomorrow on."))
        return redirect(own_url(following.follower, get_language()))

    return confirm_page(
        request,
        link,
        title=_("Mails about funding calls"),
        text=_("Somebody, probably you, asked us to write to this e-mail address about: %(what)s")
        % {"what": following_words(following)},
        button=_("Yes, write to me"),
        act=yes,
    )


def confirmed(request: Request, link: Link) -> HttpResponse:
    follower = services.following_of(link.target).follower
    return done_page(
        request,
        title=_("Mails about funding calls"),
        text=_("You have confirmed this already."),
        hint=_("Each of our mails has a link to change or end it."),
        button=_("Go on"),
        lead_on=lambda: redirect(
            own_url(follower, get_language()) if is_same_press(link) else "projects:calls_follow"
        ),
    )


def own(request: Request, link: Link) -> HttpResponse:
    """All that this address follows: change it, end one thing, end everything."""
    follower = services.follower_of(link.target)
    form = OwnForm(request.POST or None, follower=follower)
    if request.method != "POST":
        return page(request, follower, form)
    if "forget" in request.POST:
        services.forget(follower=follower, actor=request.actor)
        return redirect("projects:calls_gone")
    if stopped := request.POST.get("stop"):
        return stop(request, follower, stopped)
    if not form.is_valid():
        return page(request, follower, form, status=ERROR_STATUS)
    services.change(
        follower=follower,
        language=form.cleaned_data["language"],
        how=form.how(),
        actor=request.actor,
    )
    messages.success(request, _("Saved."))
    return redirect(request.path)


def stop(request: Request, follower: CallFollower, pk: str) -> HttpResponse:
    try:
        following = follower.followings.filter(pk=UUID(pk)).first()
    except ValueError:
        following = None
    if following is None:
        raise Http404
    services.stop(following=following, actor=request.actor)
    if not CallFollower.objects.filter(pk=follower.pk).exists():
        return redirect("projects:calls_gone")
    messages.success(request, _("You follow this no more."))
    return redirect(request.path)


def page(
    request: Request, follower: CallFollower, form: OwnForm, *, status: int = 200
) -> HttpResponse:
    context = {"form": form, "follower": follower}
    return render(request, "projects/calls/own.html", context, status=status)


def stopped(request: Request, link: Link) -> None:
    """A mail program was told so, or the button of its page was pressed."""
    follower = CallFollower.objects.filter(pk=link.target).first()
    if follower is not None:  # pressed again: there is nobody any more
        services.forget(follower=follower, actor=request.actor)

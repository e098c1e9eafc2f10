"""Laws: their way so far, and the pages for those who want to be told when one moves."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nebe.core.mail.links import LinkUnknown
from nebe.core.mail.models import Link
from nebe.core.people.access import public
from nebe.core.people.limits import limit, network_of
from nebe.core.people.requests import Request
from nebe.core.ui.private_links import confirm_page, done_page

from ..following import law_follow, law_follow_confirm, law_follow_stop, law_listed
from ..forms import FollowForm
from ..models import Law, LawFollower, Listed
from ..related import hits, pairs
from ..stages import steps_of
from .infoline import infolines
from .shows import shows

PER_NETWORK = "200/h"  # a reception centre or a library shares one address
PER_EMAIL = "10/d"


@shows(Law)
def law_shows(request: HttpRequest, page: Law) -> dict:
    return {
        "steps": steps_of(page),
        "changes": [block.value for block in page.changes],
        "today": timezone.localdate(),
        "infolines": infolines(get_language() or "en", page.country),
        "positions": [
            hit for _label, found in hits(pairs(page.positions), get_language()) for hit in found
        ],
    }


@public
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: Request, key: UUID) -> HttpResponse:
    law = law_listed(key=key, language=get_language())
    if law is None:
        raise Http404
    form = FollowForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if may_follow(request, email):
            law_follow(law=law, email=email, language=get_language(), once=form.once)
            return redirect("law_follow_sent")
        form.add_error(None, _("That is a lot of mails. Please try again tomorrow."))
    status = 422 if form.errors else 200
    return render(request, "newsroom/follow.html", {"form": form, "law": law}, status=status)


def may_follow(request: Request, email: str) -> bool:
    return limit("newsroom", "follow", network_of(request), rate=PER_NETWORK) and limit(
        "newsroom", "follow", email.lower(), rate=PER_EMAIL
    )


@public
@require_safe
def follow_sent(request: Request) -> HttpResponse:
    return render(request, "newsroom/follow_sent.html")


@transaction.atomic
def confirm(request: Request, link: Link) -> HttpResponse:
    follower, law = _followed(link)

    def act() -> HttpResponse:
        law_follow_confirm(follower=follower, actor=request.actor)
        messages.success(request, _("We write to you when this law moves."))
        return redirect("wagtail_serve", law.path)

    return confirm_page(
        request,
        link,
        title=_("Follow this law"),
        text=law.title,
        button=_("Yes, write to me"),
        act=act,
    )


def confirmed(request: Request, link: Link) -> HttpResponse:
    _follower, law = _followed(link)
    return done_page(
        request,
        title=_("You follow this law"),
        text=law.title,
        hint=_("You need to do nothing more."),
        button=_("Read about it"),
        lead_on=lambda: redirect("wagtail_serve", law.path),
    )


def stop(request: Request, link: Link) -> HttpResponse:
    """May be opened again: it says then that it is done."""
    follower = LawFollower.objects.filter(pk=link.target).first()
    if follower and request.method == "POST":
        law_follow_stop(follower=follower, actor=request.actor)
        follower = None
    law = follower and law_listed(key=follower.key, language=get_language())
    return render(request, "newsroom/follow_stop.html", {"follower": follower, "law": law})


def stopped(request: Request, link: Link) -> None:
    """A mail program was told so, or the button of its page was pressed; again, it is done."""
    if follower := LawFollower.objects.filter(pk=link.target).first():
        law_follow_stop(follower=follower, actor=request.actor)


def _followed(link: Link) -> tuple[LawFollower, Listed]:
    follower = LawFollower.objects.filter(pk=link.target).first()
    law = follower and law_listed(key=follower.key, language=get_language())
    if not follower or not law:
        raise LinkUnknown
    return follower, law

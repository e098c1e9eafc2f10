"""Pages behind mailed links that do one thing, each by one button, and what they show after it."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nebe.core.errors import NotPossible
from nebe.core.mail.links import LinkUnknown, is_same_press
from nebe.core.mail.models import Link
from nebe.core.people.actors import act_as_bearer
from nebe.core.people.models import Person
from nebe.core.people.requests import Request
from nebe.core.texts.translated import pick
from nebe.core.ui.private_links import confirm_page, done_page

from ..limits import may_send_link
from ..mails import PAGE_DAYS, link_send
from ..models import Match, Need, Offer
from ..selectors.matches import match_of_link
from ..selectors.needs_own import need_of_link
from ..services.need_posting import need_confirm
from ..services.needs import ask_confirm
from ..services.offers import offer_confirm
from .forms import not_possible
from .my import ASKED, my_redirect
from .need import BEGUN


@transaction.atomic
def confirm_offer(request: Request, link: Link) -> HttpResponse:
    offer = offer_of(link)
    act_as_bearer(request, offer.person)

    def act() -> HttpResponse:
        offer_confirm(offer=offer, actor=request.actor)
        messages.success(request, _("Thank you. Your offer is confirmed."))
        return my_redirect(offer.person, days=PAGE_DAYS)

    return confirm_page(
        request,
        link,
        title=_("Confirm your offer"),
        text=offer.title,
        button=_("Yes, this is my offer"),
        act=act,
    )


@transaction.atomic
def confirm_ask(request: Request, link: Link) -> HttpResponse:
    match = _match(link)
    act_as_bearer(request, match.need.person)

    def act() -> HttpResponse:
        try:
            ask_confirm(match=match, actor=request.actor)
        except NotPossible as error:
            transaction.set_rollback(True)  # nothing was done: the link stays good
            return not_possible(request, error)
        messages.success(request, ASKED)
        return my_redirect(match.need.person, days=PAGE_DAYS)

    return confirm_page(
        request,
        link,
        title=_("Send your request"),
        text=match.offer.title,
        button=_("Yes, ask for this help"),
        act=act,
    )


@transaction.atomic
def confirm_need(request: Request, link: Link) -> HttpResponse:
    need = _need(link)
    act_as_bearer(request, need.person)

    def act() -> HttpResponse:
        try:
            need_confirm(need=need, actor=request.actor)
        except NotPossible as error:
            transaction.set_rollback(True)  # nothing was done: the link stays good
            return not_possible(request, error)
        messages.success(request, BEGUN)
        return my_redirect(need.person, days=PAGE_DAYS)

    return confirm_page(
        request,
        link,
        title=_("Send your request"),
        text=_kind(need),
        button=_("Yes, look for help for me"),
        act=act,
    )


def confirmed_offer(request: Request, link: Link) -> HttpResponse:
    offer = offer_of(link)
    return already_done(
        request, link, offer.person, title=_("Your offer is confirmed"), text=offer.title
    )


def confirmed_ask(request: Request, link: Link) -> HttpResponse:
    match = _match(link)
    return already_done(
        request, link, match.need.person, title=_("Your request is sent"), text=match.offer.title
    )


def confirmed_need(request: Request, link: Link) -> HttpResponse:
    need = _need(link)
    return already_done(
        request, link, need.person, title=_("Your request is sent"), text=_kind(need)
    )


def already_done(
    request: Request, link: Link, person: Person, *, title: str, text: str
) -> HttpResponse:
    """A link found later opens no private page: that one is mailed to its owner again."""
    same_press = is_same_press(link)

    def lead_on() -> HttpResponse:
        if same_press:
            return my_redirect(person, days=PAGE_DAYS)
        if may_send_link(person.email):
            link_send([person])
        return redirect("exchange:my_sent")

    return done_page(
        request,
        title=title,
        text=text,
        hint=_("You did this already. You need to do nothing more."),
        button=_("Open my page") if same_press else _("Send me my link"),
        lead_on=lead_on,
    )


def offer_of(link: Link) -> Offer:
    offer = Offer.objects.select_related("person").filter(pk=link.target).first()
    if offer is None:
        raise LinkUnknown
    return offer


def _match(link: Link) -> Match:
    match = match_of_link(link.target)
    if match is None:
        raise LinkUnknown
    return match


def _need(link: Link) -> Need:
    need = need_of_link(link.target)
    if need is None:
        raise LinkUnknown
    return need


def _kind(need: Need) -> str:
    return str(pick(need.category.name, get_language()))

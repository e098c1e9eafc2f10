"""Pages behind mailed links that do one thing, each by one button."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _

from nebe.core.mail.links import LinkUnknown
from nebe.core.mail.models import Link
from nebe.core.people.actors import act_as_bearer
from nebe.core.people.requests import Request
from nebe.core.ui.private_links import confirm_page

from ..mails import PAGE_DAYS
from ..models import Offer
from ..selectors.matches import match_of_link
from ..services.errors import NotPossible
from ..services.needs import ask_confirm
from ..services.offers import offer_confirm
from .forms import not_possible
from .my import ASKED, my_redirect


@transaction.atomic
def confirm_offer(request: Request, link: Link) -> HttpResponse:
    offer = Offer.objects.select_related("person").filter(pk=link.target).first()
    if offer is None:
        raise LinkUnknown
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
    match = match_of_link(link.target)
    if match is None:
        raise LinkUnknown
    act_as_bearer(request, match.need.person)

    def act() -> HttpResponse:
        try:
            ask_confirm(match=match, actor=request.actor)
        except NotPossible as error:
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

"""The mailed page that asks whether an offer or a need is still true: one button each answer."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_scopes import scope, scopes_disabled

from nebe.core.errors import NotPossible
from nebe.core.mail.links import LinkUnknown
from nebe.core.mail.models import Link
from nebe.core.people.actors import act_as_bearer
from nebe.core.people.models import Person
from nebe.core.people.requests import Request
from nebe.core.texts.translated import pick
from nebe.core.ui.private_links import confirm_page

from ..mails import PAGE_DAYS
from ..models import Need
from ..services.needs import need_withdraw
from ..services.offers import offer_withdraw
from ..services.still_true import need_is_true, offer_is_true
from .forms import not_possible
from .links import already_done, offer_of
from .my import my_redirect


@transaction.atomic
def ask_offer(request: Request, link: Link) -> HttpResponse:
    offer = offer_of(link)
    return _ask(
        request, link, offer.person, _("Do you still offer this?"), offer.title,
        yes=partial(offer_is_true, offer=offer), no=partial(offer_withdraw, offer=offer),
    )  # fmt: skip


@transaction.atomic
def ask_need(request: Request, link: Link) -> HttpResponse:
    need = _need(link)
    return _ask(
        request, link, need.person, _("Do you still need this?"), _kind(need),
        yes=partial(need_is_true, need=need), no=partial(need_withdraw, need=need),
    )  # fmt: skip


def _ask(request, link, person: Person, title: str, text: str, *, yes, no) -> HttpResponse:
    act_as_bearer(request, person)

    def act(verb: Callable, thanks: str) -> HttpResponse:
        try:
            with scope(organisation=person.controller_id):
                verb(actor=request.actor)
        except NotPossible as error:
            transaction.set_rollback(True)  # nothing was done: the link stays good
            return not_possible(request, error)
        messages.success(request, thanks)
        return my_redirect(person, days=PAGE_DAYS)

    return confirm_page(
        request,
        link,
        title=title,
        text=text,
        button=_("Yes, still true"),
        act=partial(act, yes, _("Thank you. It stays as it is.")),
        other=_("No, take it back"),
        act_other=partial(act, no, _("Thank you. It is taken back.")),
    )


def answered_offer(request: Request, link: Link) -> HttpResponse:
    offer = offer_of(link)
    return already_done(request, link, offer.person, title=_("Thank you"), text=offer.title)


def answered_need(request: Request, link: Link) -> HttpResponse:
    need = _need(link)
    return already_done(request, link, need.person, title=_("Thank you"), text=_kind(need))


def _need(link: Link) -> Need:
    with scopes_disabled():
        needs = Need.objects.select_related("person", "category")
        need = needs.filter(pk=link.target).first()
    if need is None:
        raise LinkUnknown
    return need


def _kind(need: Need) -> str:
    return str(pick(need.category.name, get_language()))

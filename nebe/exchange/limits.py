"""Limits that stop a flood and not a reception centre: per person, per offer, per network."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nebe.core.errors import TooMany
from nebe.core.people.limits import limit, network_of
from nebe.core.people.models import Person

from .models import Match, Need, Offer

ASKS_PER_PERSON_A_DAY = 15
ASKS_PER_OFFER_A_DAY = 40
NEEDS_PER_PERSON_A_DAY = 10
ANSWERS_PER_PERSON_A_DAY = 10  # of a helper, to needs in the public list
OFFERS_PER_PERSON_A_DAY = 20
LINKS_PER_EMAIL = "5/h"
FILES_PER_PERSON = "30/h"  # messages with files
TRANSLATIONS_PER_PERSON = "60/h"
# A reception centre of a thousand people shares one address.
PER_NETWORK = {
    "ask": "400/h",
    "offer": "200/h",
    "report": "200/h",
    "complaint": "100/h",
    "code": "120/h",
    "link": "120/h",
}


def ask_limits_check(*, person: Person, offer: Offer) -> None:
    """Raise `TooMany`; to be called in the scope of the offer's controller.

    What was proposed for needs that are searched for is nobody's asking.
    """
    today = Match.objects.filter(
        need__seeks=False, created_at__gt=timezone.now() - timedelta(days=1)
    )
    if today.filter(need__person=person).count() >= ASKS_PER_PERSON_A_DAY:
        raise TooMany(
            _("You asked many helpers today. Please wait until tomorrow for their answers.")
        )
    if today.filter(offer=offer).count() >= ASKS_PER_OFFER_A_DAY:
        raise TooMany(
            _("Very many people asked this helper today. Please try tomorrow or another offer.")
        )


def need_limits_check(*, person: Person) -> None:
    """Raise `TooMany`; to be called in the scope of the organisation that will handle the need."""
    today = Need.objects.filter(
        person=person, seeks=True, created_at__gt=timezone.now() - timedelta(days=1)
    )
    if today.count() >= NEEDS_PER_PERSON_A_DAY:
        raise TooMany(_("You asked for many things today. Please wait until tomorrow."))


def answer_limit_check(*, person: Person) -> None:
    rate = f"{ANSWERS_PER_PERSON_A_DAY}/d"
    if not limit("exchange", "answer", str(person.pk), rate=rate):
        raise TooMany(_("You answered many people today. Please wait until tomorrow."))


def files_check(*, person: Person) -> None:
    """To draw files anew costs time."""
    if not limit("exchange", "files", str(person.pk), rate=FILES_PER_PERSON):
        raise TooMany(_("You sent many files. Please wait an hour."))


def translation_check(*, person: Person) -> None:
    if not limit("exchange", "translate", str(person.pk), rate=TRANSLATIONS_PER_PERSON):
        raise TooMany(_("You translated many messages. Please wait an hour."))


def offer_limits_check(*, person: Person) -> None:
    today = Offer.objects.filter(person=person, created_at__gt=timezone.now() - timedelta(days=1))
    if today.count() >= OFFERS_PER_PERSON_A_DAY:
        raise TooMany(_("You sent many offers today. Please wait until tomorrow."))


def may_send_link(email: str) -> bool:
    """Whether one more private link may go to this address; nobody's mailbox is flooded."""
    return limit("exchange", "link to", email.strip().lower(), rate=LINKS_PER_EMAIL)


def network_check(request, kind: str) -> None:
    """Count one more `kind` from the visitor's network; raise `TooMany` over its rate."""
    if not limit("exchange", kind, network_of(request), rate=PER_NETWORK[kind]):
        raise TooMany(_("Very many requests come from your network. Please try again in an hour."))

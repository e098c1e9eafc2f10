"""Mails of the exchange. Each is sent once per event; none says more than the page behind it."""

import re
from collections import defaultdict
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from nebe.core.mail.links import link_issue, link_url
from nebe.core.mail.lists import list_headers
from nebe.core.mail.models import Mail
from nebe.core.mail.outbox import mail_send
from nebe.core.mail.render import Rendered, mail_render
from nebe.core.people.models import Person
from nebe.core.texts.translated import pick

from .models import BulkMailRecipient, Category, Match, Message, Need, Offer, Vetting
from .placeholders import fill, filling_for_offer

CONFIRM_DAYS = 7
PAGE_DAYS = 365
OFFER_CONFIRM = "offer-confirm"
ASK_CONFIRM = "ask-confirm"
NEED_CONFIRM = "need-confirm"
STILL_OFFER = "still-offer"
STILL_NEED = "still-need"
STILL_DAYS = 90
MANY = "from-organisation"
MANY_DAYS = 180
SAMPLE = "example"  # opens nothing
BULK = "exchange/mail/from_organisation"
LINK_ALONE = re.compile(r"\n*^[ \t]*\{link\}[ \t]*$\n*", re.MULTILINE)
MY = "my"


def my_url(person: Person) -> str:
    """A new private link to a person's own page, in the person's language."""
    return _url(MY, person.pk, PAGE_DAYS, person.language)


def _url(purpose: str, target, days: int, language: str) -> str:
    token = link_issue(purpose=purpose, target=target, days=days)
    return link_url(purpose=purpose, token=token, language=language)


def _send(name: str, person: Person, *, once: str, **context) -> None:
    mail_send(
        template=f"exchange/mail/{name}",
        context={"name": person.name, **context},
        person_or_user=person,
        once=f"exchange.{name}:{once}",
    )


def offer_confirm_send(offer: Offer) -> None:
    person = offer.person
    url = _url(OFFER_CONFIRM, offer.pk, CONFIRM_DAYS, person.language)
    _send("offer_confirm", person, once=str(offer.pk), url=url, offer=offer.title)


def offer_welcome_send(offer: Offer) -> None:
    _send(
        "offer_welcome",
        offer.person,
        once=str(offer.pk),
        url=my_url(offer.person),
        offer=offer.title,
        status=offer.status,
    )


def offer_vetted_send(offer: Offer, *, category: Category, vetting, public: bool) -> None:
    person = offer.person
    _send(
        "offer_vetted",
        person,
        once=str(vetting.pk),
        url=my_url(person),
        offer=offer.title,
        category=str(pick(category.name, person.language)),
        public=public,
        accepted=vetting.accepted,
    )


def offers_wait_again_send(lapsed: list[Vetting], waiting: dict[UUID, set[str]]) -> None:
    """Helpers changed what an organisation had said yes to; one mail for each offer."""
    by_offer: dict[UUID, list[Vetting]] = defaultdict(list)
    for vetting in lapsed:
        if vetting.category_id in waiting[vetting.offer_id]:
            by_offer[vetting.offer_id].append(vetting)
    for vettings in by_offer.values():
        offer, person = vettings[0].offer, vettings[0].offer.person
        _send(
            "offer_waits_again",
            person,
            once=str(vettings[0].pk),
            url=my_url(person),
            offer=offer.title,
            categories=", ".join(str(pick(v.category.name, person.language)) for v in vettings),
        )


def vetting_ends_send(vetting: Vetting) -> None:
    """An organisation's yes ends in some days: the helper may ask for a new one."""
    offer, person = vetting.offer, vetting.offer.person
    _send(
        "vetting_ends",
        person,
        once=f"{vetting.pk}:{vetting.valid_until}",
        url=my_url(person),
        offer=offer.title,
        category=str(pick(vetting.category.name, person.language)),
        day=vetting.valid_until,
        organisation=vetting.organisation.name,
    )


def ask_confirm_send(match: Match) -> None:
    person = match.need.person
    url = _url(ASK_CONFIRM, match.pk, CONFIRM_DAYS, person.language)
    _send("ask_confirm", person, once=str(match.pk), url=url, offer=match.offer.title)


def need_confirm_send(need: Need) -> None:
    person = need.person
    url = _url(NEED_CONFIRM, need.pk, CONFIRM_DAYS, person.language)
    _send("need_confirm", person, once=str(need.pk), url=url, kind=_kind_for(need))


def need_open_send(need: Need) -> None:
    """The search has begun; the private page says what is found."""
    person = need.person
    _send("need_open", person, once=str(need.pk), url=my_url(person), kind=_kind_for(need))


def _kind_for(need: Need) -> str:
    return str(pick(need.category.name, need.person.language))


def asked_send(match: Match) -> None:
    """To both: the helper learns of the request, the person asking gets the private page."""
    offer, seeker = match.offer, match.need.person
    _send("asked", offer.person, once=str(match.pk), url=my_url(offer.person), offer=offer.title)
    _send("ask_sent", seeker, once=str(match.pk), url=my_url(seeker), offer=offer.title)


def message_notice_send(message: Message) -> None:
    match = message.match
    to = match.need.person if message.side == Message.Side.HELPER else match.offer.person
    _send("message", to, once=str(message.pk), url=my_url(to), offer=match.offer.title)


def staff_message_send(message: Message) -> None:
    """A coordinator wrote: to both sides."""
    for side, person in _sides(message.match):
        _send(
            "message",
            person,
            once=f"{message.pk}:{side}",
            url=my_url(person),
            offer=message.match.offer.title,
        )


def wants_to_share_send(match: Match, side: str) -> None:
    to = match.need.person if side == Message.Side.HELPER else match.offer.person
    _send("wants_to_share", to, once=f"{match.pk}:{side}", url=my_url(to), offer=match.offer.title)


def shared_send(match: Match) -> None:
    for person in (match.need.person, match.offer.person):
        _send(
            "shared",
            person,
            once=f"{match.pk}:{person.pk}",
            url=my_url(person),
            offer=match.offer.title,
            is_full=person == match.offer.person and match.offer.status == Offer.Status.EXHAUSTED,
        )


def offered_send(match: Match) -> None:
    """To both: a coordinator brings them together."""
    for name, person in _sides(match):
        _send(
            f"offered_{name}",
            person,
            once=str(match.pk),
            url=my_url(person),
            offer=match.offer.title,
        )


def fulfilled_send(match: Match) -> None:
    """To both: how did it go?"""
    for name, person in _sides(match):
        _about("fulfilled", match, name, person)


def failed_send(match: Match, *, by: str) -> None:
    """To whoever did not say so."""
    for name, person in _sides(match):
        if name != by:
            _about("failed", match, name, person)


def expiry_warn_send(match: Match, now: datetime) -> None:
    """To both: nobody answers, and it will end."""
    for name, person in _sides(match):
        _send(
            "expiry_warn",
            person,
            once=f"{match.pk}:{name}:{now:%Y-%m-%d}",
            url=my_url(person),
            offer=match.offer.title,
            days=settings.MATCH_WARN_DAYS,
        )


def expired_send(match: Match) -> None:
    for name, person in _sides(match):
        _about("expired", match, name, person)


def _sides(match: Match) -> list[tuple[str, Person]]:
    return [
        (Message.Side.SEEKER, match.need.person),
        (Message.Side.HELPER, match.offer.person),
    ]


def _about(template: str, match: Match, side: str, person: Person) -> None:
    """`goes_on`: coordinators look for another helper."""
    _send(
        template,
        person,
        once=f"{match.pk}:{side}",
        url=my_url(person),
        offer=match.offer.title,
        goes_on=side == Message.Side.SEEKER and match.need.seeks,
    )


def declined_send(match: Match) -> None:
    _about("declined", match, Message.Side.SEEKER, match.need.person)


def ended_send(match: Match, *, by: str) -> None:
    """To the side that did not end it."""
    to = match.need.person if by == Message.Side.HELPER else match.offer.person
    _send("ended", to, once=f"{match.pk}:{to.pk}", url=my_url(to), offer=match.offer.title)


def stopped_send(match: Match, *, side: str) -> None:
    """The network ended it: to the side that it was not about."""
    to = match.offer.person if side == Message.Side.HELPER else match.need.person
    _send("stopped", to, once=f"{match.pk}:{to.pk}", url=my_url(to), offer=match.offer.title)


def still_true_send(row: Offer | Need, now: datetime) -> None:
    """Asks whether an offer or a need is still true; its page has one button for each answer."""
    purpose = STILL_OFFER if isinstance(row, Offer) else STILL_NEED
    person = row.person
    what = row.title if isinstance(row, Offer) else str(pick(row.category.name, person.language))
    _send(
        "still_offer" if isinstance(row, Offer) else "still_need",
        person,
        once=f"{row.pk}:{now:%Y-%m-%d}",
        url=_url(purpose, row.pk, STILL_DAYS, person.language),
        what=what,
        days=settings.STILL_TRUE_GRACE_DAYS,
    )


def bulk_mail_to(one: BulkMailRecipient) -> Mail | None:
    """One of a mail to many, in the language of the text that this person reads."""
    language = pick(one.mail.text, one.person.language).language
    url = _url(MANY, one.person_id, MANY_DAYS, language)
    return mail_send(
        template=BULK,
        context=_bulk_context(one, language, url),
        person_or_user=one.person,
        language=language,
        once=f"{BULK}:{one.mail_id}:{one.person_id}",
        listed=list_headers(name=MANY, target=one.person_id, days=MANY_DAYS, language=language),
    )


def bulk_mail_sample(one: BulkMailRecipient) -> tuple[str, Rendered]:
    """(language, the mail as this person would read it); its link opens nothing."""
    language = pick(one.mail.text, one.person.language).language
    url = link_url(purpose=MANY, token=SAMPLE, language=language)
    context = _bulk_context(one, language, url)
    return language, mail_render(template=BULK, context=context, language=language)


def _bulk_context(one: BulkMailRecipient, language: str, url: str) -> dict:
    """A line with nothing but the link becomes the button; without any it follows the text."""
    organisation = one.mail.organisation
    text = pick(one.mail.text, language).text
    with override(language):
        button = _("Open the page") + f": {url}"
    text = LINK_ALONE.sub("\n\n{link}\n\n", text).strip()
    filling = filling_for_offer(one.offer, organisation, language, link=url)
    paragraphs = [
        button if paragraph.strip() == "{link}" else fill(paragraph, filling, language)
        for paragraph in text.split("\n\n")
    ]
    return {
        "text": "\n\n".join(paragraphs),
        "has_link": "{link}" in text,
        "organisation": organisation,
        "url": url,
    }


def link_send(persons: list[Person]) -> None:
    """The private links of one e-mail address, one for each controller that knows it."""
    for person in persons:
        mail_send(
            template="exchange/mail/my_link",
            context={"name": person.name, "url": my_url(person)},
            person_or_user=person,
        )

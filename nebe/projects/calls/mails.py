"""Mails about calls that somebody follows."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import override

from nebe.core.mail.addresses import absolute
from nebe.core.mail.links import link_issue, link_url
from nebe.core.mail.lists import ListHeaders, list_headers
from nebe.core.mail.outbox import mail_send

from ..models import Call, CallFollower, CallFollowing, Programme
from . import words
from .finding import question_of, question_words

LIST = "calls"
OWN, CONFIRM = "calls", "calls-yes"
CONFIRM_DAYS, OWN_DAYS = 7, 365
AT_MOST = 30  # calls in one mail


def following_words(following: CallFollowing) -> str:
    """What somebody follows, in the active language."""
    if following.call is not None:
        return str(following.call)
    if following.profile is not None:
        return following.profile.organisation.name
    return ", ".join(question_words(question_of(QueryDict(following.query))))


def confirm_words(following: CallFollowing) -> str:
    """Without what was typed: anybody may have this mail sent to anybody."""
    if following.kind != CallFollowing.Kind.SEARCH:
        return following_words(following)
    asked = question_of(QueryDict(following.query))
    known = Programme.objects.filter(slug=asked.programme).exists()
    closed = replace(asked, q="", programme=asked.programme if known else "")
    if closed.is_everything and not asked.is_everything:
        return _("Funding calls")
    return ", ".join(question_words(closed))


def confirm_send(following: CallFollowing, *, language: str, once: str) -> None:
    with override(language):
        what = confirm_words(following)
    mail_send(
        template="projects/mail/calls_confirm",
        context={
            "what": what,
            "url": _url(CONFIRM, following.pk, CONFIRM_DAYS, language),
            "days": CONFIRM_DAYS,
        },
        person_or_user=following.follower,
        language=language,
        once=f"calls-yes:{following.pk}:{once}",
    )


def known_send(follower: CallFollower, *, language: str, once: str) -> None:
    """To who asked again, and to who lost the link."""
    mail_send(
        template="projects/mail/calls_known",
        context={"url": own_url(follower, language)},
        person_or_user=follower,
        language=language,
        once=f"calls-known:{follower.pk}:{once}",
    )


def news_send(
    follower: CallFollower, news: Iterable[tuple[Call, list[str]]], now: datetime
) -> None:
    """`news`: calls, each with the reasons why it fits, if it is for a profile."""
    found = list(news)
    with override(follower.language):
        calls = [card(call, reasons, now) for call, reasons in found[:AT_MOST]]
        context = {
            "calls": calls,
            "more": max(0, len(found) - AT_MOST),
            "list_url": absolute("projects:calls"),
            "url": own_url(follower, follower.language),
        }
    mail_send(
        template="projects/mail/calls_news",
        context=context,
        person_or_user=follower,
        listed=_listed(follower),
    )


def deadline_send(follower: CallFollower, call: Call, deadline: datetime, now: datetime) -> None:
    with override(follower.language):
        context = {
            "call": card(call, [], now),
            "when": words.moment_words(deadline, call),
            "days": words.days_until(deadline, call, now),
            "url": own_url(follower, follower.language),
        }
    mail_send(
        template="projects/mail/calls_deadline",
        context=context,
        person_or_user=follower,
        listed=_listed(follower),
    )


def card(call: Call, reasons: list[str], now: datetime) -> dict[str, Any]:
    return {
        "title": str(call.name),
        "about": str(call.about),
        "when": words.deadline_words(call, now),
        "amount": words.amount_words(call),
        "funder": call.funder.name if call.funder else "",
        "reasons": reasons,
        "url": absolute("projects:call", call.slug),
    }


def own_url(follower: CallFollower, language: str) -> str:
    """A new link to what this address follows."""
    return _url(OWN, follower.pk, OWN_DAYS, language)


def _url(purpose: str, target: UUID, days: int, language: str) -> str:
    token = link_issue(purpose=purpose, target=target, days=days)
    return link_url(purpose=purpose, token=token, language=language)


def _listed(follower: CallFollower) -> ListHeaders:
    return list_headers(name=LIST, target=follower.pk, days=OWN_DAYS, language=follower.language)

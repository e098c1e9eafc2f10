"""Tells who follows calls what is new, and reminds of deadlines: of each call once.

What somebody was told and the mail are written in one transaction, with the follower locked: a
worker that dies, a job that runs twice or two workers at once neither lose nor double a call.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import override

from nebe.core.crypto.errors import KeyErased, KeyLost
from nebe.core.people.actors import Actor

from ..models import Call, CallFollower, CallFollowing, CallTold
from ..models.calls import is_over
from . import fit, mails
from .finding import CLOSED, CallQuestion, calls_found, calls_public, question_of, whole
from .following import following_drop, still_may, stop

PORTION = 100
Kind = CallFollowing.Kind
PAUSE = {CallFollowing.Every.DAY: timedelta(days=1), CallFollowing.Every.WEEK: timedelta(days=7)}


def tell_portion(after: UUID, now: datetime) -> UUID | None:
    """Those who come next after `after`; the last of them, None at the end."""
    ids = list(
        CallFollower.objects.filter(pk__gt=after)
        .order_by("pk")
        .values_list("pk", flat=True)[:PORTION]
    )
    for pk in ids:
        try:
            tell(pk, now)
        except (KeyErased, KeyLost):  # erased meanwhile: there is nobody to write to
            continue
    return ids[-1] if len(ids) == PORTION else None


@transaction.atomic
def tell(follower_id: UUID, now: datetime) -> None:
    follower = CallFollower.objects.select_for_update().filter(pk=follower_id).first()
    if follower is None:
        return
    rows = follower.followings.exclude(confirmed_at=None)
    followings = list(rows.select_related("follower", "user", "call", "profile__organisation"))
    news(follower, [row for row in followings if is_due(row, now)], now)
    for row in followings:
        if row.kind == Kind.DEADLINE:
            remind(follower, row, now)


def is_due(following: CallFollowing, now: datetime) -> bool:
    """Also when a day was missed, so not by the day of the week."""
    if following.kind == Kind.DEADLINE:
        return False
    pause = PAUSE[CallFollowing.Every(following.every)]
    last = following.looked_on
    return last is None or last + pause <= timezone.localdate(now)


def news(follower: CallFollower, due: list[CallFollowing], now: datetime) -> None:
    """One mail of all that is new in all that is due; what a profile says of a call comes along."""
    known = set(follower.told.filter(deadline=None).values_list("call_id", flat=True))
    found: dict[UUID, tuple[Call, list[str]]] = {}
    for following in sorted(due, key=lambda row: row.kind != Kind.PROFILE):
        if following.kind == Kind.PROFILE and not still_may(following):
            stop(following=following, actor=Actor.system())
            continue
        with override(follower.language):
            for call, reasons in new_of(following, now):
                if call.pk not in known:
                    found.setdefault(call.pk, (call, reasons))
        CallFollowing.objects.filter(pk=following.pk).update(looked_on=timezone.localdate(now))
    if found:
        CallTold.objects.bulk_create(
            [CallTold(follower=follower, call_id=pk, at=now) for pk in found]
        )
        mails.news_send(follower, found.values(), now)


def new_of(following: CallFollowing, now: datetime) -> Iterator[tuple[Call, list[str]]]:
    """Published since it is followed; what is closed meanwhile is no news."""
    question = question_of(QueryDict(following.query))
    if question.status == CLOSED:
        question = replace(question, status="")
    asked = question if following.kind == Kind.SEARCH else CallQuestion()
    calls = whole(calls_found(asked, now=now).filter(published_at__gt=following.confirmed_at))
    if following.profile is None:
        yield from ((call, []) for call in calls)
        return
    for one in fit.fits(list(calls), following.profile, now):
        if one.is_good:
            yield one.call, [reason.text for reason in one.reasons if reason.fits is not False]


def remind(follower: CallFollower, following: CallFollowing, now: datetime) -> None:
    """Of each deadline once; behind the last one nobody follows the call any more."""
    call = whole(calls_public().filter(pk__in=[following.call_id])).first()
    if call is None:
        return  # withdrawn: it may come back
    moments = [row.at for row in call.deadlines.all() if not is_over(row.at, now)]
    if not moments and call.deadlines.all():
        following_drop(following)
        return
    for at in moments:
        if at - timedelta(days=following.days) > now:
            continue
        _row, is_new = CallTold.objects.get_or_create(
            follower=follower, call=call, deadline=at, defaults={"at": now}
        )
        if is_new:
            mails.deadline_send(follower, call, at, now)

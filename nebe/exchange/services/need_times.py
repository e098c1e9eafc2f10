"""What is needed again and again: each time is a need of its own, on its day.

The next one opens when this one is met or its day has passed, until somebody ends it.
"""

from calendar import monthrange
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor
from nebe.core.people.models import Person
from nebe.core.privacy.audit import audit

from ..models import Match, Need
from ..safeguarding.tasks import need_watch_job
from ..selectors.bans import banned_person_ids, is_banned

if TYPE_CHECKING:
    from .need_posting import NeedDraft

Status, Repeats = Need.Status, Need.Repeats
# What stays the same from one time to the next.
COPIED = (
    "person", "organisation", "for_organisation", "posted_by", "category", "municipality",
    "to_municipality", "at_time", "reach_km", "remote", "text", "answers", "sensitive",
    "deliver_to", "language", "languages", "people", "quantity", "urgency", "repeats", "weekdays",
    "repeats_until", "seeks", "public_text", "taken_on_at",
)  # fmt: skip
STEPS = 400  # days that are looked at for the next one


def day_on_or_after(day: date, repeats: str, weekdays: list[int]) -> date:
    """The first day of what repeats: one of its weekdays, where it names any."""
    if repeats != Repeats.WEEKLY or not weekdays:
        return day
    ahead = (day + timedelta(days=n) for n in range(7))
    return next(one for one in ahead if one.weekday() in weekdays)


def day_after(day: date, repeats: str, weekdays: list[int]) -> date:
    """The next time after one on `day`; at the end of a shorter month for its 29th to 31st."""
    if repeats == Repeats.WEEKLY:
        return day_on_or_after(day + timedelta(days=1 if weekdays else 7), repeats, weekdays)
    year, month = day.year + day.month // 12, day.month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def on_its_day(draft: "NeedDraft", today: date) -> "NeedDraft":
    """Of what repeats, the first time; its end becomes the end of the repeating."""
    if not draft.repeats:
        return replace(draft, weekdays=[], repeats_until=None)
    weekdays = draft.weekdays if draft.repeats == Repeats.WEEKLY else []
    since = max(draft.needed_from or today, today)
    day = day_on_or_after(since, draft.repeats, weekdays)
    return replace(
        draft,
        weekdays=weekdays,
        needed_from=day,
        needed_until=day,
        repeats_until=draft.needed_until,
        answers={name: said for name, said in draft.answers.items() if name[-6:] != ".until"},
    )


def next_days(need: Need, count: int, today: date) -> list[date]:
    """The days after this need's own on which it repeats, from today on.

    None where another follows already: they are of the newest.
    """
    if not need.repeats or need.needed_from is None or need.repeats_ended_at or need.followed_at:
        return []
    days: list[date] = []
    day = need.needed_from
    for _n in range(STEPS):
        day = day_after(day, need.repeats, need.weekdays)
        if len(days) == count or (need.repeats_until and day > need.repeats_until):
            break
        if day >= today:
            days.append(day)
    return days


def needs_repeat(*, now: datetime, actor: Actor) -> int:
    """Open the next time of what repeats; how many. Without a scope.

    What nobody answered for, what was taken back and what a banned person asks for does not go on.
    """
    today = timezone.localdate(now)
    passed = Q(status=Status.OPEN, needed_until__lt=today)
    due = Need.objects.filter(
        Q(status=Status.MET) | passed,
        Q(repeats_until=None) | Q(repeats_until__gte=today),
        seeks=True, followed_at=None, repeats_ended_at=None, needed_until=F("needed_from"),
    ).exclude(repeats=Repeats.ONCE).exclude(person__in=banned_person_ids())  # fmt: skip
    opened = 0
    for need in due.order_by("pk"):
        opened += need_next_open(need=need, now=now, actor=actor) is not None
    return opened


def need_next_open(*, need: Need, now: datetime, actor: Actor) -> Need | None:
    """The need of the next day, once; None where there is none. A day that passed is over."""
    from .need_posting import match_later

    with scope(organisation=need.organisation_id), transaction.atomic():
        if _is_banned_now(need):
            return None
        _end_if_passed(need, now, actor)
        days = next_days(need, 1, timezone.localdate(now))
        if not days or not _follow_once(need, now):
            return None
        following = _copy(need, days[0], now)
        audit(action="need.repeat", actor=actor, row=following)
        need_watch_job.enqueue(following.pk)
        match_later(following)
    return following


def _is_banned_now(need: Need) -> bool:
    """Until the transaction ends nobody bans this person: a ban ends every need that it sees."""
    with scopes_disabled():
        person = Person.objects.select_for_update().get(pk=need.person_id)
        return is_banned(person)


def _follow_once(need: Need, now: datetime) -> bool:
    """Whether no other worker was first, and nobody ended it or took it back meanwhile."""
    rows = Need.objects.filter(pk=need.pk, followed_at=None, repeats_ended_at=None)
    return bool(rows.exclude(status=Status.WITHDRAWN).update(followed_at=now))


def _end_if_passed(need: Need, now: datetime, actor: Actor) -> None:
    """While people still talk about it, it stays: they see it through."""
    talking = Match.objects.filter(need=OuterRef("pk"), status__in=Match.TALKING)
    talking = talking.exclude(status=Match.Status.FULFILLED)
    rows = Need.objects.filter(~Exists(talking), pk=need.pk, status=Status.OPEN)
    if rows.filter(needed_until__lt=timezone.localdate(now)).update(
        status=Status.EXPIRED, closed_at=now
    ):
        audit(action="need.day_passed", actor=actor, row=need)


def _copy(need: Need, day: date, now: datetime) -> Need:
    following = Need.objects.create(
        **{name: getattr(need, name) for name in COPIED},
        status=Status.OPEN,
        confirmed_at=now,
        still_true_at=_last_yes(need, now),
        still_asked_at=need.still_asked_at,
        needed_from=day,
        needed_until=day,
        follows=need,
        once=f"{Need.LATER}{need.pk}",
    )
    following.assignees.set(need.assignees.all())
    following.tags.set(need.tags.all())
    return following


def _last_yes(need: Need, now: datetime) -> datetime | None:
    """Whether it is still true is asked of the whole, not anew of each time.

    Who took help that was found said so by it: whoever has no e-mail is never asked.
    """
    if need.status == Status.MET:
        return need.closed_at or now
    return need.still_true_at or need.confirmed_at


def last_time(need: Need) -> Need:
    """The newest of what repeats: an answer about an older one is about it. Without a scope."""
    while following := need.followed_by.select_related("person").first():
        need = following
    return need


def need_repeat_end(*, need: Need, actor: Actor) -> None:
    """The newest time stays; no other follows. Twice is the same as once.

    Raises `NotPossible` for what does not repeat, or goes on at another organisation.
    """
    last = _newest(need)
    elsewhere = actor.is_staff and last.organisation_id != need.organisation_id
    if not last.repeats or last.followed_at or elsewhere:
        raise NotPossible
    _end(last, actor)


def newest_end(*, need: Need, actor: Actor) -> None:
    """An older time is taken back: the newest stays, and no other follows it."""
    last = _newest(need)
    if last.pk != need.pk and last.repeats:
        _end(last, actor)


def _newest(need: Need) -> Need:
    with scopes_disabled():
        return last_time(Need.objects.get(pk=need.pk))


def _end(need: Need, actor: Actor) -> None:
    with scope(organisation=need.organisation_id), transaction.atomic():
        rows = Need.objects.filter(pk=need.pk, repeats_ended_at=None)
        if rows.update(repeats_ended_at=timezone.now()):
            audit(action="need.repeat_end", actor=actor, row=need)

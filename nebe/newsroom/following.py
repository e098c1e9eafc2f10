"""To follow one law: asked for by e-mail, confirmed by a button, told once of each move, ended."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from nebe.core.crypto.fields import reveal
from nebe.core.mail.addresses import absolute
from nebe.core.mail.links import link_issue, link_url
from nebe.core.mail.lists import list_headers
from nebe.core.mail.outbox import mail_send
from nebe.core.people.persons import email_index, email_indexes
from nebe.core.privacy.audit import audit
from nebe.core.privacy.erasure import row_forget

from .models import Law, LawFollower, LawMove, LawState, Listed
from .models.laws import Stage

CONFIRM = "law-confirm"
STOP = "law-stop"
LIST = "law"
CONFIRM_DAYS = 7
STOP_DAYS = 3 * 365  # as long as anybody is kept
PORTION = 200
NOBODY = UUID(int=0)


def law_listed(*, key: UUID, language: str) -> Listed | None:
    """The law as a reader of this language meets it."""
    return Listed.objects.filter(reader=language, key=key, kind=Law.kind).first()


def law_address(law: Listed, language: str) -> str:
    return absolute("wagtail_serve", law.path, language=language)


@transaction.atomic
def law_follow(*, law: Listed, email: str, language: str, once: str) -> None:
    """Send the link that confirms it; nobody learns whether the address follows already."""
    known = LawFollower.objects.filter(key=law.key, email_index__in=email_indexes(email)).first()
    follower = (
        known
        or LawFollower.objects.get_or_create(
            key=law.key,
            email_index=email_index(email),
            defaults={"email": email, "language": language},
        )[0]
    )
    if follower.confirmed_at is None:
        follower.language, follower.created_at = language, timezone.now()
        follower.save(update_fields=["language", "created_at"])
    token = link_issue(purpose=CONFIRM, target=follower.pk, days=CONFIRM_DAYS)
    mail_send(
        template="newsroom/mail/law_confirm",
        context={
            "law": law.title,
            "url": link_url(purpose=CONFIRM, token=token, language=language),
            "days": CONFIRM_DAYS,
        },
        person_or_user=follower,
        language=language,
        once=f"newsroom.law_confirm:{once}",
    )


@transaction.atomic
def law_follow_confirm(*, follower: LawFollower, actor: Any) -> None:
    LawFollower.objects.filter(pk=follower.pk, confirmed_at=None).update(
        confirmed_at=timezone.now()
    )
    audit(action="law.follow", actor=actor, row=follower)


@transaction.atomic
def law_follow_stop(*, follower: LawFollower, actor: Any) -> None:
    """Forget the address at once."""
    audit(action="law.stop", actor=actor, row=follower)
    row_forget(follower)


@transaction.atomic
def law_published(*, law: Law) -> LawMove | None:
    """Called when a page of a law has been published; the move that followers will be told of.

    A new stage counts in whatever language it is published first, and only once.
    """
    from .tasks.laws import law_tell

    state, is_new = LawState.objects.get_or_create(
        key=law.translation_key, defaults={"mark": law.mark}
    )
    others = LawState.objects.filter(pk=state.pk).exclude(mark=law.mark)
    has_moved = not is_new and others.update(mark=law.mark) > 0
    if law.tell == "no" or not (has_moved or law.tell):
        return None
    move, is_new = LawMove.objects.get_or_create(
        key=law.translation_key,
        cause=law.tell or f"revision {law.live_revision_id}",
        defaults={"is_stage": has_moved},
    )
    if is_new:
        law_tell.enqueue(move.pk, NOBODY)
    return move if is_new else None


@transaction.atomic
def law_tell_portion(*, move: LawMove, after: UUID) -> UUID | None:
    """Mail those followers who come next after `after`; the last of them, None at the end.

    One transaction: a portion that is interrupted has written no mail, and is begun anew.
    """
    followers = LawFollower.objects.filter(key=move.key, confirmed_at__lt=move.at, pk__gt=after)
    portion = reveal(followers.order_by("pk")[:PORTION])
    laws = {law.reader: law for law in Listed.objects.filter(key=move.key)}
    news = news_of(move)
    for follower in portion:
        if follower.language in laws:
            tell(follower, move=move, law=laws[follower.language], news=news)
    if len(portion) == PORTION:
        return portion[-1].pk
    LawMove.objects.filter(pk=move.pk).update(told_at=timezone.now())
    return None


def news_of(move: LawMove) -> dict[str, Any]:
    """The stage that it came to and the day, nothing where only the text has changed."""
    stage, _blank, on = LawState.objects.get(pk=move.key).mark.partition(" ")
    if not (move.is_stage and stage):
        return {}
    return {"stage": Stage(stage).label, "on": date.fromisoformat(on)}


def tell(follower: LawFollower, *, move: LawMove, law: Listed, news: dict[str, Any]) -> None:
    token = link_issue(purpose=STOP, target=follower.pk, days=STOP_DAYS)
    mail_send(
        template="newsroom/mail/law_moved",
        context={
            "law": law.title,
            "url": law_address(law, follower.language),
            "stop": link_url(purpose=STOP, token=token, language=follower.language),
            **news,
        },
        person_or_user=follower,
        once=f"newsroom.law_moved:{move.pk}:{follower.pk}",
        listed=list_headers(
            name=LIST, target=follower.pk, days=STOP_DAYS, language=follower.language
        ),
    )


@transaction.atomic
def rows_forget(rows: Iterable[Any]) -> int:
    """Delete rows that have keys of their own, with these; how many."""
    found = list(rows)
    for row in found:
        row_forget(row)
    return len(found)

"""Who is told of calls: asked for by a form, confirmed by a mailed button, ended by another."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from nebe.core.mail.links import LinkUnknown
from nebe.core.people.actors import StaffActor
from nebe.core.people.models import Membership, Role
from nebe.core.people.persons import email_index, email_indexes
from nebe.core.privacy.audit import audit
from nebe.core.privacy.consent import consent_give, consent_withdraw
from nebe.core.privacy.erasure import row_forget
from nebe.core.privacy.purposes import purposes

from ..models import Call, CallFollower, CallFollowing, FundingProfile
from . import mails

PURPOSE = "projects.calls"
Kind = CallFollowing.Kind
# Who of an organisation may keep its profile, and be told what fits it.
KEEPERS = (Role.ORGANISATION_ADMIN, Role.EDITOR)


@transaction.atomic
def search_follow(*, email: str, language: str, query: str, every: str, once: str) -> None:
    """Mail a button to whoever typed this address; nobody sees whether it was known."""
    what = {"kind": Kind.SEARCH, "query": query}
    _asked(email, language, what, {"every": every}, once)


@transaction.atomic
def deadline_follow(*, email: str, language: str, call: Call, days: int, once: str) -> None:
    _asked(email, language, {"kind": Kind.DEADLINE, "call": call}, {"days": days}, once)


def _asked(email: str, language: str, what: dict, how: dict, once: str) -> None:
    """The form proves nothing, so nothing of what was confirmed is changed by it."""
    follower = follower_made(email, language)
    following, _is_new = follower.followings.get_or_create(**what, defaults=how)
    if following.confirmed_at is not None:
        mails.known_send(follower, language=language, once=once)
        return
    following.created_at = timezone.now()
    for name, value in how.items():
        setattr(following, name, value)
    following.save(update_fields=["created_at", *how])
    mails.confirm_send(following, language=language, once=once)


def follower_made(email: str, language: str) -> CallFollower:
    known = CallFollower.objects.filter(email_index__in=email_indexes(email))
    if follower := known.first():
        return follower
    try:
        with transaction.atomic():
            return CallFollower.objects.create(
                email=email.strip(), email_index=email_index(email), language=language
            )
    except IntegrityError:  # another request made it at the same moment
        return known.get()


@transaction.atomic
def confirm(*, following: CallFollowing, actor: Any) -> None:
    """The owner of the address said yes. Twice is the same as once."""
    now = timezone.now()
    # Told from tomorrow on, of what is published from now on.
    waiting = CallFollowing.objects.filter(pk=following.pk, confirmed_at=None)
    if not waiting.update(confirmed_at=now, looked_on=timezone.localdate(now)):
        return
    consent_give(
        person_id=following.follower_id,
        purpose=PURPOSE,
        text_version=purposes[PURPOSE].version,
        language=following.follower.language,
        actor=actor,
    )
    audit(action="call.follow", actor=actor, row=following)


@transaction.atomic
def profile_follow(*, profile: FundingProfile, every: str, actor: StaffActor) -> None:
    """An account's address is known to be its owner's: the button in the console is enough."""
    user = actor.user
    follower = follower_made(user.email, user.language)
    following, _is_new = follower.followings.update_or_create(
        kind=Kind.PROFILE, profile=profile, defaults={"every": every, "user": user}
    )
    confirm(following=following, actor=actor)


def profile_followed(*, profile: FundingProfile, actor: StaffActor) -> CallFollowing | None:
    return CallFollowing.objects.filter(
        kind=Kind.PROFILE, profile_id=profile.pk, user=actor.user
    ).first()


def still_may(following: CallFollowing) -> bool:
    """Whether the profile is told to somebody who still keeps it, at the address of today."""
    if following.user is None or following.profile is None:
        return False
    here = Membership.objects.filter(
        user=following.user,
        organisation=following.profile.organisation_id,
        role__in=KEEPERS,
        user__is_active=True,
    )
    return following.follower.email_index in email_indexes(following.user.email) and here.exists()


@transaction.atomic
def change(*, follower: CallFollower, language: str, how: dict[UUID, dict], actor: Any) -> None:
    follower.language = language
    follower.save(update_fields=["language"])
    for following in follower.followings.filter(pk__in=how):
        for name, value in how[following.pk].items():
            setattr(following, name, value)
        following.save(update_fields=[*how[following.pk]])
    audit(action="call.follow_change", actor=actor, row=follower)


@transaction.atomic
def stop(*, following: CallFollowing, actor: Any) -> None:
    """This one thing; of who follows nothing any more, nothing is kept."""
    audit(action="call.unfollow", actor=actor, row=following)
    follower = following.follower
    following.delete()
    if not follower.followings.exists():
        forget(follower=follower, actor=actor)


@transaction.atomic
def forget(*, follower: CallFollower, actor: Any) -> None:
    """No mail about calls any more; the address and what it was told go at once, with its key."""
    consent_withdraw(person_id=follower.pk, purpose=PURPOSE, actor=actor)
    audit(action="call.forget", actor=actor, row=follower)
    row_forget(follower)


def following_of(target: UUID) -> CallFollowing:
    """Of a private link; raises `LinkUnknown`."""
    rows = CallFollowing.objects.select_related("follower", "call", "profile__organisation")
    if following := rows.filter(pk=target).first():
        return following
    raise LinkUnknown


def follower_of(target: UUID) -> CallFollower:
    if follower := CallFollower.objects.filter(pk=target).first():
        return follower
    raise LinkUnknown


def following_drop(following: CallFollowing) -> None:
    """Its time is over: by night, see `personal_data.py`."""
    follower = following.follower
    following.delete()
    if not follower.followings.exists():
        row_forget(follower)

"""Someone may not take part any more, or only in part, until it is lifted."""

from datetime import date
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from nebe.core.crypto.fields import reveal
from nebe.core.crypto.keys import subject_key_erase
from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor, StaffActor
from nebe.core.people.models import Person
from nebe.core.privacy.audit import audit

from ..models import Ban, BanMark, ContactMark, Match, Message, Need, Offer, Vetting
from ..safeguarding.contacts import marks_of_person
from .matches import match_stop
from .offers import offers_hide, vetting_withdraw

HIDDEN_FOR = "ban"  # the reason in the trail


def person_ban(
    *, person: Person, cause: str, reason: str, review_on: date, actor: StaffActor
) -> Ban:
    """Nothing of theirs is shown or goes on; their contacts are known from now on.

    Offers are hidden, needs closed, conversations ended with the other side told in neutral
    words. A restriction that stands ends with it. Banned already, it stays as it is.
    """
    return _set(Ban.Kind.BAN, person, cause, reason, review_on, actor)


def person_restrict(
    *, person: Person, cause: str, reason: str, review_on: date, actor: StaffActor
) -> Ban:
    """What they offer that needs vetting is not shown, and they cannot ask for more.

    What goes on already goes on. Raises `NotPossible` where they are banned.
    """
    return _set(Ban.Kind.RESTRICT, person, cause, reason, review_on, actor)


def _set(kind, person, cause, reason, review_on, actor) -> Ban:
    if not reason.strip():
        raise ValueError("a ban needs its reason")
    with scopes_disabled(), transaction.atomic():
        everywhere = _identities(person)
        # Whoever makes something of theirs at this moment is waited for, or sees the ban.
        list(Person.objects.select_for_update().filter(pk__in=everywhere).order_by("pk"))
        standing = Ban.objects.filter(person=person, lifted_at=None).first()
        if standing and standing.kind == kind:
            return standing
        if standing and kind == Ban.Kind.RESTRICT:
            raise NotPossible(_("This person is banned already. Lift the ban first."))
        if standing:
            ban_lift(ban=standing, reason="replaced by a ban", actor=actor)
        ban = Ban.objects.create(
            organisation=actor.organisation, kind=kind, person=person, cause=cause,
            reason=reason, review_on=review_on, by=actor.user,
        )  # fmt: skip
        _marks_write(ban, everywhere)
        audit(action=f"person.{kind}", actor=actor, row=person, reason=cause)
        if kind == Ban.Kind.BAN:
            _end_all(everywhere, actor)
        else:
            _vettings_end(everywhere, actor)
    return ban


def _marks_write(ban: Ban, persons: list[UUID]) -> None:
    written = ContactMark.objects.filter(person__in=persons)
    pairs = set(written.values_list("kind", "value_index"))
    for person in reveal(Person.objects.filter(pk__in=persons)):
        pairs |= {(mark.kind, mark.index) for mark in marks_of_person(person)}
    BanMark.objects.bulk_create(
        [BanMark(ban=ban, kind=kind, value_index=index) for kind, index in sorted(pairs)]
    )


def _identities(person: Person) -> list[UUID]:
    """The records of one person: one for each controller that knows the e-mail."""
    same = Q(pk=person.pk)
    if person.email_index:
        same |= Q(email_index=person.email_index)
    return list(Person.objects.filter(same).values_list("pk", flat=True))


def _end_all(persons: list[UUID], actor: Actor) -> None:
    offers_hide(
        offers=list(Offer.objects.filter(person__in=persons)), reason=HIDDEN_FOR, actor=actor
    )
    running = Match.objects.exclude(status__in=[*Match.ENDED, Match.Status.FULFILLED])
    theirs = running.filter(Q(need__person__in=persons) | Q(offer__person__in=persons))
    for match in theirs.select_related("need__person", "offer__person"):
        asks = match.need.person_id in persons
        tell = Message.Side.HELPER if asks else Message.Side.SEEKER
        match_stop(match=match, tell=tell, actor=actor)
    # What expired, too: a "yes, still needed" would open it again.
    needs = Need.objects.filter(person__in=persons).exclude(
        status__in=[Need.Status.MET, Need.Status.WITHDRAWN]
    )
    for need in needs:
        audit(action="need.close", actor=actor, row=need, reason=HIDDEN_FOR)
    needs.update(status=Need.Status.WITHDRAWN, closed_at=timezone.now())
    _repeating_end(persons, actor)


def _repeating_end(persons: list[UUID], actor: Actor) -> None:
    """Help that was found stays found; nothing follows it, not after the ban is lifted either."""
    met = Need.objects.filter(person__in=persons, status=Need.Status.MET, repeats_ended_at=None)
    repeating = met.exclude(repeats=Need.Repeats.ONCE)
    for need in repeating:
        audit(action="need.repeat_end", actor=actor, row=need, reason=HIDDEN_FOR)
    repeating.update(repeats_ended_at=timezone.now())


def _vettings_end(persons: list[UUID], actor: Actor) -> None:
    standing = Vetting.objects.filter(offer__person__in=persons, accepted=True, withdrawn_at=None)
    for vetting in standing.select_related("offer"):
        vetting_withdraw(vetting=vetting, actor=actor)


def ban_lift(*, ban: Ban, reason: str, actor: Actor) -> None:
    """Its contacts are forgotten. Hidden offers stay so until someone shows them; twice is once."""
    if not reason.strip():
        raise ValueError("to lift a ban needs a reason")
    with scopes_disabled(), transaction.atomic():
        rows = Ban.objects.filter(pk=ban.pk, lifted_at=None)
        if not rows.update(lifted_at=timezone.now(), lifted_by=actor.user):
            return
        BanMark.objects.filter(ban=ban).delete()
        ban.refresh_from_db()
        audit(action="ban.lift", actor=actor, row=ban, reason=reason)


def ban_put_off(*, ban: Ban, review_on: date, reason: str, actor: Actor) -> None:
    """It was looked at again and stays, until it is looked at the next time."""
    with scopes_disabled(), transaction.atomic():
        if not Ban.objects.filter(pk=ban.pk, lifted_at=None).update(review_on=review_on):
            raise NotPossible
        audit(action="ban.review", actor=actor, row=ban, reason=reason)


def bans_anonymise(person_id: UUID) -> int:
    """Of an erased person the cause and the marks of a standing ban stay, no word more."""
    with scopes_disabled():
        bans = Ban.objects.filter(person=person_id)
        for pk in bans.values_list("pk", flat=True):
            transaction.on_commit(partial(subject_key_erase, pk))
        return bans.update(person=None, reason="")

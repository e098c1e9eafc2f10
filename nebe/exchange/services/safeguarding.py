"""What people do with a case of safeguarding. Signals open cases; people decide."""

from datetime import date
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from nebe.core.crypto.keys import subject_key_erase
from nebe.core.errors import NotPossible
from nebe.core.people.actors import StaffActor
from nebe.core.privacy.audit import audit

from ..models import Ban, Need, Offer, SafeguardingCase, Signal
from .bans import person_ban, person_restrict
from .needs import need_close_held, need_release
from .offers import offers_hide, offers_show

Status = SafeguardingCase.Status
Outcome = SafeguardingCase.Outcome


def case_take(*, case: SafeguardingCase, actor: StaffActor) -> None:
    """The actor looks into it from now on; said twice, it is said once."""
    with scope(organisation=case.organisation_id), transaction.atomic():
        rows = SafeguardingCase.objects.filter(pk=case.pk, status=Status.NEW)
        taken = rows.update(status=Status.IN_WORK, taken_by=actor.user)
        case.refresh_from_db()
        if not taken and (case.status, case.taken_by) != (Status.IN_WORK, actor.user):
            raise NotPossible
        if taken:
            audit(action="safeguarding.take", actor=actor, row=case)


def case_close(*, case: SafeguardingCase, outcome: str, words: str, actor: StaffActor) -> None:
    """Say what came of it. What the case held is shown, unless it was confirmed."""
    with transaction.atomic():  # else something might stay held without a case
        if _closed(case, outcome, words, actor) and case.holds:
            with scopes_disabled():
                _let_go(case, actor)


def _closed(case: SafeguardingCase, outcome: str, words: str, actor: StaffActor) -> bool:
    """False where it was closed so before."""
    with scope(organisation=case.organisation_id):
        rows = SafeguardingCase.objects.filter(pk=case.pk).exclude(status=Status.CLOSED)
        if not rows.update(status=Status.CLOSED, closed_at=timezone.now(), outcome=outcome):
            case.refresh_from_db()
            if case.outcome == outcome:
                return False
            raise NotPossible
        case.refresh_from_db()
        case.words = words
        case.save(update_fields=["words"])
        audit(action="safeguarding.close", actor=actor, row=case, reason=outcome)
    return True


def _let_go(case: SafeguardingCase, actor: StaffActor) -> None:
    confirmed = case.outcome == Outcome.CONFIRMED
    offer, need = case.offer, case.need
    if offer and offer.status == Offer.Status.HIDDEN and not confirmed:
        offers_show(offers=[offer], reason="safeguarding", actor=actor)
    if need and need.status == Need.Status.HELD:
        need_close_held(need=need, actor=actor) if confirmed else need_release(
            need=need, actor=actor
        )


def case_hide_offer(*, case: SafeguardingCase, actor: StaffActor) -> None:
    """Nobody finds the offer while the case is looked into; hidden already, it stays so."""
    assert case.offer
    offers_hide(offers=[case.offer], reason="safeguarding", actor=actor)


@transaction.atomic
def case_ban(
    *,
    case: SafeguardingCase,
    kind: str,
    cause: str,
    reason: str,
    review_on: date,
    actor: StaffActor,
) -> Ban:
    """Ban or restrict whom the case is about, and close it as confirmed."""
    if case.person is None:
        raise NotPossible
    decide = person_ban if kind == Ban.Kind.BAN else person_restrict
    ban = decide(person=case.person, cause=cause, reason=reason, review_on=review_on, actor=actor)
    case_close(case=case, outcome=Outcome.CONFIRMED, words=reason, actor=actor)
    return ban


def cases_anonymise(person_id: UUID) -> int:
    """Of an erased person: which signal it was and what came of it, for the counts."""
    with scopes_disabled():
        cases = SafeguardingCase.objects.filter(person=person_id)
        ids = list(cases.values_list("pk", flat=True))
        for pk in ids:
            transaction.on_commit(partial(subject_key_erase, pk))
        Signal.objects.filter(case__in=ids).update(evidence="", key=None)
        mine = SafeguardingCase.objects.filter(pk__in=ids)
        mine.exclude(status=Status.CLOSED).update(
            status=Status.CLOSED, outcome=Outcome.UNCLEAR, closed_at=timezone.now()
        )
        return mine.update(person=None, offer=None, need=None, match=None, thing="", words="")

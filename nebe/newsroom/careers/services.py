"""Applying, scoring, answering, withdrawing, being forgotten."""

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django_scopes import scope

from nebe.core.errors import NotPossible
from nebe.core.mail.links import links_revoke
from nebe.core.people.actors import Actor, StaffActor
from nebe.core.people.persons import email_index
from nebe.core.privacy.audit import audit
from nebe.core.privacy.erasure import person_erase

from ..models import Conflict, Criterion, JobApplication, Score, Selection
from . import mails

KEEP_DAYS = 180  # after the last day to apply: time to answer, and to object
Status = JobApplication.Status


def kept_until(closes_at: datetime) -> datetime:
    return closes_at + timedelta(days=KEEP_DAYS)


def application_submit(
    *, selection: Selection, cv: tuple[str, bytes], once: str, language: str, **told: str
) -> JobApplication:
    """`told`: name, email, phone, letter. The same `once` is one application, with one receipt."""
    with scope(organisation=selection.organisation_id):
        if found := JobApplication.objects.filter(once=once).first():
            return found
        try:
            with transaction.atomic():
                return _application_make(selection, cv, once, language, told)
        except IntegrityError:  # the same form twice at one moment, or another one's number
            if found := JobApplication.objects.filter(once=once).first():
                return found
            with transaction.atomic():
                return _application_make(selection, cv, once, language, told)


def _application_make(
    selection: Selection, cv: tuple[str, bytes], once: str, language: str, told: dict[str, Any]
) -> JobApplication:
    kind, content = cv
    last = selection.applications.aggregate(last=Max("number"))["last"] or 0
    application = JobApplication(
        selection=selection,
        number=last + 1,
        email_index=email_index(told["email"]),
        cv=content,
        cv_kind=kind,
        cv_size=len(content),
        language=language,
        once=once,
        closes_at=selection.closes_at,
        **told,
    )
    application.save(force_insert=True)
    audit(action="application.submit", actor=Actor.nobody(), row=application)
    mails.receipt_send(application, until=kept_until(selection.closes_at))
    return application


def _claim(application: JobApplication) -> None:
    """Until the end of the transaction nobody takes it back; raises `NotPossible` where it was."""
    here = JobApplication.objects.filter(pk=application.pk).exclude(status=Status.WITHDRAWN)
    if not here.select_for_update(of=("self",)).only("pk").first():
        raise NotPossible


@transaction.atomic
def scores_set(
    *,
    application: JobApplication,
    given: dict[Criterion, tuple[int, str]],
    actor: StaffActor,
) -> None:
    """What this member gives: points and a note for each criterion; said again, it is changed.

    Raises `NotPossible` where the application was taken back meanwhile.
    """
    _claim(application)
    for criterion, (points, note) in given.items():
        score = Score.objects.filter(
            application=application, criterion=criterion, user=actor.user
        ).first() or Score(application=application, criterion=criterion, user=actor.user)
        score.points, score.note = points, note
        score.save()
    audit(action="application.score", actor=actor, row=application)


@transaction.atomic
def conflict_declare(*, application: JobApplication, actor: StaffActor) -> None:
    """The member knows the applicant: what they scored goes, and they read no more of it."""
    Conflict.objects.get_or_create(application=application, user=actor.user)
    Score.objects.filter(application=application, user=actor.user).delete()
    audit(action="application.conflict", actor=actor, row=application)


@transaction.atomic
def application_answer(
    *, application: JobApplication, status: str, text: str, actor: StaffActor
) -> None:
    """Invite, or say no; the applicant gets a mail and reads it on their own page.

    Raises `NotPossible` where the application was taken back meanwhile.
    """
    _claim(application)
    application.status, application.answer = status, text
    application.answered_at = timezone.now()
    application.save(update_fields=["status", "answer", "answered_at"])
    audit(action=f"application.{status}", actor=actor, row=application)
    mails.answer_send(application, until=kept_until(application.closes_at))


@transaction.atomic
def application_withdraw(*, application: JobApplication, actor: Actor) -> None:
    """By the applicant: nobody reads it any more; said twice, it is said once."""
    if application.status == Status.WITHDRAWN:
        return
    application.status = Status.WITHDRAWN
    application.save(update_fields=["status"])
    application.scores.all().delete()
    audit(action="application.withdraw", actor=actor, row=application)


@transaction.atomic
def application_forget(*, application: JobApplication, actor: Actor) -> None:
    """By the applicant: everything goes, with its key. `ErasureHeld` where a hold forbids it."""
    links_revoke(target=application.pk)
    person_erase(person_id=application.pk, actor=actor)

"""Questions on open tenders: asked by anyone, answered for everyone, without who asked."""

from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_scopes import scope

from nebe.core.errors import NotPossible
from nebe.core.mail.outbox import mail_send
from nebe.core.people.actors import Actor, StaffActor
from nebe.core.people.models import Organisation, Role
from nebe.core.privacy.audit import audit

from ..models import Tender, TenderAnswer, TenderQuestion
from .releases import address_of, notice_of, release_answers

ANSWERERS = (Role.EDITOR, Role.ORGANISATION_ADMIN, Role.NETWORK_ADMIN)
Status = TenderQuestion.Status


def is_asked_until(page: Tender, today: date) -> bool:
    """Whether questions are taken: while bids are open, until the day that is named."""
    until = page.questions_until or page.closes_on
    return page.stage == Tender.Stage.OPEN and until is not None and today <= until


def question_ask(
    *, page: Tender, text: str, email: str, once: str, language: str
) -> TenderQuestion | None:
    """The same `once` is one question; None before the installation has an office."""
    organisation = page.buyer or Organisation.objects.filter(is_network=True).first()
    if organisation is None:
        return None
    question = TenderQuestion(
        organisation=organisation,
        key=page.translation_key,
        title=page.title,
        text=text,
        email=email,
        language=language,
        once=once,
    )
    with scope(organisation=organisation.pk):
        try:
            with transaction.atomic():
                question.save(force_insert=True)
                audit(action="tender.ask", actor=Actor.nobody(), row=question)
        except IntegrityError:
            return TenderQuestion.objects.get(once=once)
    return question


def language_of(question: TenderQuestion) -> str:
    """In which its answer is given: the notice's; the site's where there is none any more."""
    page = notice_of(question.key)
    return page.locale.language_code if page else settings.LANGUAGE_CODE


def questions_waiting(actor: StaffActor) -> QuerySet[TenderQuestion]:
    return TenderQuestion.objects.filter(organisation=actor.organisation, status=Status.NEW)


@transaction.atomic
def question_answer(
    *, question: TenderQuestion, asked: dict[str, str], answer: dict[str, str], actor: StaffActor
) -> TenderAnswer:
    """Publish `asked` (in words for everybody) with its answer; tell who asked that it is there.

    Both as `{language: text}`, in the notice's language at least, else `NotPossible`.
    """
    page = notice_of(question.key)
    _close(question, Status.ANSWERED)
    if page is None or not asked.keys() & answer.keys() >= {page.locale.language_code}:
        raise NotPossible
    now = timezone.now()
    told = TenderAnswer.objects.create(
        key=question.key, language=page.locale.language_code, question=asked, answer=answer
    )
    release_answers(question.key, now)
    audit(action="tender.answer", actor=actor, row=question)
    mail_send(
        template="newsroom/mail/tender_answered",
        context={"tender": question.title, "url": f"{address_of(page)}#questions"},
        person_or_user=question,
        once=f"newsroom.tender_answered:{question.pk}",
    )
    return told


@transaction.atomic
def question_refuse(*, question: TenderQuestion, actor: StaffActor) -> None:
    """Not about this tender, or no question at all: nothing is published."""
    _close(question, Status.REFUSED)
    audit(action="tender.refuse_question", actor=actor, row=question)


def _close(question: TenderQuestion, status: str) -> None:
    waiting = TenderQuestion.objects.filter(pk=question.pk, status=Status.NEW)
    if not waiting.update(status=status):
        raise NotPossible


def answers_of(key: UUID) -> list[TenderAnswer]:
    return list(TenderAnswer.objects.filter(key=key))

"""Needs as the person sees them who posted them, or who holds a code or a link to one."""

from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils.translation import get_language
from django_scopes import scopes_disabled

from nebe.core.people.models import Person
from nebe.core.texts.translated import pick

from ..forms.need_questions import need_questions_of
from ..models import Match, Need
from .matches import known_to_seeker
from .offers import Answer, answer_texts


def needs_of(person: Person) -> list[Need]:
    """What a person lets us look for, newest first, each with what was found (`found_matches`)."""
    with scopes_disabled():  # whichever organisation has taken the need on
        return list(_with_parts(Need.objects.filter(person=person)).order_by("-created_at"))


def need_for(person: Person, pk: UUID) -> Need | None:
    with scopes_disabled():
        return _with_parts(Need.objects.filter(person=person, pk=pk)).first()


def need_of_link(pk: UUID) -> Need | None:
    with scopes_disabled():
        return _with_parts(Need.objects.filter(pk=pk)).first()


def need_of_code(indexes: list[str]) -> Need | None:
    with scopes_disabled():
        return _with_parts(Need.objects.filter(code_index__in=indexes)).first()


def _with_parts(needs: QuerySet[Need]) -> QuerySet[Need]:
    found = known_to_seeker(Match.objects.select_related("offer"))
    return (
        needs.filter(seeks=True)
        .select_related("person", "category", "municipality", "to_municipality", "organisation")
        .prefetch_related(
            Prefetch("matches", found.order_by("-created_at"), to_attr="found_matches")
        )
    )


def need_answers(need: Need) -> list[Answer]:
    """What was answered to the need's side of the questions, in the reader's language."""
    language, answers = get_language(), need.answers or {}
    shown = [
        Answer(str(pick(question.label, language)), answer_texts(question, answers, language))
        for question in need_questions_of(need.category)
    ]
    return [answer for answer in shown if answer.texts]

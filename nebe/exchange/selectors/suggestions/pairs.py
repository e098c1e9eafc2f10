"""What both ways of suggesting share: who may be proposed, and what is said of a pair."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language
from django_scopes import scopes_disabled

from nebe.core.people.models import Person
from nebe.core.texts.translated import pick
from nebe.core.ui.templatetags.ui import listed

from ...languages import BITS
from ...models import Category, Match, Need, Offer, OfferCategory, Question, Vetting
from ...questions_meet import MISSING, Answers, holds, number_of, questions_that_meet, with_way
from ...reasons import Answered, Pair, Reasons, reasons_of
from ...services.quantities import HAS_UNITS
from ...suggest_tables import (
    Questions,
    Row,
    answers_of,
    spoken_by,
)
from ..bans import proposable
from ..offers import answer_texts

AROUND_KM = 50  # beyond what the two can go: to tell what a longer way would bring
# Talks that take a helper's time.
BUSY = [status for status in Match.TALKING if status != Match.Status.FULFILLED]


@dataclass(frozen=True)
class Suggestions:
    """The best, best first; why those that were proposed already fit, by offer; how many fit in
    all; sentences about what does not."""

    cards: list = field(default_factory=list)
    proposed: dict[UUID, Reasons] = field(default_factory=dict)
    fitting: int = 0
    missed: str = ""
    relaxation: str = ""


def kinds_to_propose() -> QuerySet[OfferCategory]:
    """Kinds of help that may be proposed: of live offers, with places left."""
    live = OfferCategory.objects.filter(HAS_UNITS, offer__status=Offer.Status.LIVE)
    return live.filter(proposable("offer__"))


def helpers_busy(limits: Iterable[tuple[UUID, int | None]]) -> set[UUID]:
    """Of helpers and how many they help at once, those who talk with so many already."""
    limited = {person: most for person, most in limits if most is not None}
    if not limited:
        return set()
    with scopes_disabled():
        talks = Match.objects.filter(offer__person__in=limited, status__in=BUSY)
        counts = dict(talks.values_list("offer__person").annotate(Count("pk")))
    return {person for person, most in limited.items() if counts.get(person, 0) >= most}


def questions_of(category: str) -> Questions:
    return questions_that_meet([category]).get(category, [])


def label_of(texts: dict) -> str:
    return str(pick(texts, get_language() or "en"))


def same_person(person: UUID) -> set[UUID]:
    """This person, under whichever controller."""
    with scopes_disabled():
        index = Person.objects.filter(pk=person).exclude(email_index="").values("email_index")
        same = Person.objects.filter(Q(pk=person) | Q(email_index__in=index))
        return set(same.values_list("pk", flat=True))


def pair_of(
    need: Need, asked: Row, given: Row, metres: int, answers: list[Answered], is_counted: bool
) -> Pair:
    both = asked.languages & given.languages
    return Pair(
        km=None if given.remote else metres / 1000,
        languages=[code for code in spoken_by(need) if BITS.get(code, 0) & both],
        free_from=date.fromordinal(given.first),
        free_until=date.fromordinal(given.last),
        needed_until=date.fromordinal(asked.last),
        left=given.units if is_counted else None,
        missing=need.missing,
        answers=answers,
    )


def told_of(pair: Pair, offer: UUID, vetted: dict[UUID, date | None], today: date) -> Reasons:
    return reasons_of(
        replace(pair, is_vetted=offer in vetted, vetted_until=vetted.get(offer)), today
    )


def wish_of(question: Question, need: Need) -> str:
    """What the need asks for: the options chosen, or else the question itself."""
    if question.kind in (Question.Kind.ONE, Question.Kind.SEVERAL):
        said = with_way([question], need, answers_of(need))
        chosen = answer_texts(question, dict(said), get_language() or "en")
        if chosen:
            return listed(chosen)
    return label_of(question.need_label or question.label)


def answered(questions: Questions, need: Need, given: Answers) -> list[Answered]:
    """What the offer says to each question to which the need says something."""
    language = get_language() or "en"
    wanted = with_way(questions, need, answers_of(need)) if questions else {}
    return [
        Answered(
            label=label_of(question.label),
            texts=answer_texts(question, dict(given), language),
            holds=holds(question, wanted, given),
            is_way=question.meets == Question.Meets.REACHES,
        )
        for question in questions
        if not question.counts and number_of(question, wanted) != MISSING
    ]


def vetted_until(offers: list[UUID], category: Category) -> dict[UUID, date | None]:
    """Until when the last yes holds; None without an end."""
    if category.openness != Category.Openness.VETTED:
        return {}
    rows = Vetting.objects.filter(
        offer__in=offers, category=category, accepted=True, withdrawn_at=None, outdated_at=None
    )
    return dict(rows.order_by("at").values_list("offer", "valid_until"))

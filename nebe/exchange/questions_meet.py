"""The questions of a kind of help as rules of the matching engine, and answers as its columns.

How two answers meet (`Question.meets`) in the engine's words, where a need says something:

- *must be the same*: `Same`; *include what is asked*: `Includes`; *cover the number*: `AtLeast`
- *overlap*: dates narrow the periods of `DaysTogether`; choices share at least one: `Overlaps`
- *go as far as the person has to*: `AtLeast` the length of the way, which is not asked but known
- *preferred*: points where the choice is the same, one of several is, or the number covers it

Choices are bits in the order of the options. Only answers that everyone may read are matched: those
that are not stay sealed. Nothing compiled is imported, so that pages may score a few pairs too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nebe.matching import MISSING, AtLeast, DaysTogether, Includes, Overlaps, RuleBook, Rules, Same

from .forms.questions import name_of
from .models import Need, OfferCategory, Question
from .services.quantities import units_left
from .ways import length_of

Kind, Meets = Question.Kind, Question.Meets
Answers = Mapping[str, Any]  # field name → answer, as `forms.questions.answers_of` stores it
Period = tuple[int, int]  # first and last day, as ordinals
Asked = dict[str, list[Question]]  # category → its questions that matter

BITS = 63  # of a whole number without its sign: options beyond these cannot be matched
FAR = date.max.toordinal()
DATES = (Kind.DATE, Kind.DATES)
# The ways of meeting that each kind of question has, beside "for information only".
WAYS: dict[str, tuple[str, ...]] = {
    Kind.ONE: (Meets.SAME, Meets.REACHES, Meets.PREFERRED),
    Kind.SEVERAL: (Meets.INCLUDES, Meets.OVERLAPS, Meets.PREFERRED),
    Kind.NUMBER: (Meets.COVERS, Meets.PREFERRED),
    Kind.DATE: (Meets.OVERLAPS,),
    Kind.DATES: (Meets.OVERLAPS,),
}
Rule = Same | Includes | Overlaps | AtLeast
RULES: dict[tuple[str, str], type[Rule]] = {
    (Kind.ONE, Meets.SAME): Same,
    (Kind.ONE, Meets.REACHES): AtLeast,
    (Kind.ONE, Meets.PREFERRED): Same,
    (Kind.SEVERAL, Meets.INCLUDES): Includes,
    (Kind.SEVERAL, Meets.OVERLAPS): Overlaps,
    (Kind.SEVERAL, Meets.PREFERRED): Overlaps,
    (Kind.NUMBER, Meets.COVERS): AtLeast,
    (Kind.NUMBER, Meets.PREFERRED): AtLeast,
}


def questions_that_meet(categories: Collection[str] | None = None) -> Asked:
    """Those that decide who fits whom, in one query; `category` of each is loaded."""
    rows = Question.objects.filter(active=True, public=True)
    if categories is not None:
        rows = rows.filter(category__in=categories)
    asked: Asked = {}
    for question in rows.select_related("category").order_by("position", "pk"):
        if decides(question):
            asked.setdefault(question.category_id, []).append(question)
    return asked


def decides(question: Question) -> bool:
    """Whether it is asked of both sides and their answers meet by a rule."""
    meets = question.meets in WAYS.get(question.kind, ())
    asked = bool(question.need_label) or question.meets == Meets.REACHES
    return question.public and (question.counts or (asked and meets))


def book_with(book: RuleBook, asked: Asked) -> RuleBook:
    """`book`, where each kind of help has the rules of its questions beside the plain ones."""
    plain = book.others or Rules()
    rules: dict[object, Rules] = dict(book.categories)
    rules |= {slug: rules_with(plain, questions) for slug, questions in asked.items()}
    return replace(book, categories=rules)


def rules_with(plain: Rules, questions: Iterable[Question]) -> Rules:
    """The plain rules and those of the questions of one kind of help."""
    must, prefer, days = list(plain.must), list(plain.prefer), 1
    for question in questions:
        rule = rule_of(question)
        if question.kind in DATES:
            days = max(days, question.days)
        elif rule is not None and question.meets == Meets.PREFERRED and not question.counts:
            prefer.append((rule, question.weight))
        elif rule is not None:
            must.append(rule)
    must = [DaysTogether(max(days, r.days)) if isinstance(r, DaysTogether) else r for r in must]
    return replace(plain, must=tuple(must), prefer=tuple(prefer))


def rule_of(question: Question) -> Rule | None:
    """Of dates there is none: they narrow the periods. Where places are counted, one offer must
    have enough for the whole need, unless several may serve it.
    """
    if not _is_compared(question):
        return None
    rule = AtLeast if question.counts else RULES[question.kind, question.meets]
    return rule(name_of(question))


def said_by_need(questions: Iterable[Question], need: Need, answers: Answers) -> dict[str, int]:
    """Feature → number; `answers` are the need's, read. Of what counts: how much is missing."""
    return _said(questions, answers, need.missing)


def said_by_offer(questions: Iterable[Question], kind: OfferCategory) -> dict[str, int]:
    """The same of one kind of help of an offer; of what counts: how much is left."""
    return _said(questions, kind.offer.answers or {}, units_left(kind))


def _said(questions: Iterable[Question], answers: Answers, units: int) -> dict[str, int]:
    return {
        name_of(question): units if question.counts else number_of(question, answers)
        for question in questions
        if _is_compared(question)
    }


def _is_compared(question: Question) -> bool:
    """Whether `rule_of` gives a rule."""
    if question.counts:
        return not question.category.divisible
    return (question.kind, question.meets) in RULES


def with_way(questions: Iterable[Question], need: Need, answers: Answers) -> Answers:
    """`answers`, and how far it is where the need leads somewhere."""
    here, there = need.municipality, need.to_municipality
    if here is None or there is None:
        return answers
    length = length_of(here, there)
    return {
        **answers,
        **{
            name_of(question): question.options[length]["value"]
            for question in questions
            if question.meets == Meets.REACHES and length < len(question.options)
        },
    }


def number_of(question: Question, answers: Answers) -> int:
    """An answer as the engine compares it: a number, a place in the order of the options where
    they are lengths of a way, or a bit for each option chosen."""
    answer = answers.get(name_of(question))
    if answer is None:
        return MISSING
    if not question.options:
        return answer if isinstance(answer, int) else MISSING
    chosen = answer if isinstance(answer, list) else [answer]
    values = [option["value"] for option in question.options[:BITS]]
    if question.meets == Meets.REACHES:
        return values.index(answer) if answer in values else MISSING
    return sum(1 << bit for bit, value in enumerate(values) if value in chosen) or MISSING


def period_with(questions: Iterable[Question], answers: Answers, period: Period) -> Period | None:
    """`period` narrowed by the answers about dates; None where no day is left."""
    for question in questions:
        if question.kind in DATES and (days := days_of(question, answers)):
            period = max(period[0], days[0]), min(period[1], days[1])
    return period if period[0] <= period[1] else None


def days_of(question: Question, answers: Answers) -> Period | None:
    """The days that an answer names; None where it names none. Without an end it has none."""
    name = name_of(question)
    if question.kind == Kind.DATE:
        day = _day(answers.get(name))
        return (day, day) if day else None
    first, last = _day(answers.get(f"{name}.from")), _day(answers.get(f"{name}.until"))
    return (first or 1, last or FAR) if first or last else None


def _day(answer: str | None) -> int:
    return date.fromisoformat(answer).toordinal() if answer else 0


def columns(rows: Sequence[Mapping[str, int]], asked: Asked) -> dict[str, NDArray[np.int64]]:
    """What rows of one side say, as columns of all that is asked: `MISSING` where not said."""
    names = [name_of(q) for questions in asked.values() for q in questions if _is_compared(q)]
    made = {name: np.full(len(rows), MISSING, np.int64) for name in names}
    for row, said in enumerate(rows):
        for name, number in said.items():
            made[name][row] = number
    return made


def holds(question: Question, wanted: Answers, given: Answers) -> bool:
    """Whether two answers to one question meet, as the engine would say."""
    if question.kind in DATES:
        return _dates_meet(question, wanted, given)
    rule = rule_of(question)
    if rule is None:
        return True
    asked, offered = number_of(question, wanted), number_of(question, given)
    if asked == MISSING or offered == MISSING:
        return asked == MISSING
    if isinstance(rule, Includes):
        return asked & offered == asked
    if isinstance(rule, Overlaps):
        return asked & offered != 0
    return offered >= asked if isinstance(rule, AtLeast) else offered == asked


def _dates_meet(question: Question, wanted: Answers, given: Answers) -> bool:
    days = days_of(question, wanted)
    shared = period_with([question], given, days) if days else None
    return days is None or (shared is not None and shared[1] - shared[0] + 1 >= question.days)

"""What the rule of a question would do, on pairs of answers: for the admin, before it is saved."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from nebe.core.crypto.errors import KeyErased, KeyLost
from nebe.core.crypto.fields import reveal

from ..forms.questions import name_of
from ..models import Need, Offer, Question
from ..questions_meet import Answers, decides, holds, number_of
from .offers import answer_texts

Kind, Meets = Question.Kind, Question.Meets
PAIRS = 10
LOOKED_AT = 50  # newest offers and needs
SIDE = 5  # different answers of each side
PARTS = ("", "from", "until")


@dataclass(frozen=True)
class Sample:
    """Two answers in words, and what the rule says: `fits` is None where it gives no answer."""

    need: str
    offer: str
    verdict: str
    fits: bool | None


def rule_samples(question: Question, *, language: str, today: date) -> list[Sample]:
    """Ten pairs, or as many as there are: answers in use now, then made-up ones.

    Needs are those of the scope; of each only its answer to this question is read.
    """
    invented = _invented(question, today)
    needs = _different([*_of_needs(question), *invented], question)
    offers = _different([*_of_offers(question), *invented], question)
    pairs = [
        (need, offers[(place + turn) % len(offers)])
        for turn in range(len(offers))
        for place, need in enumerate(needs)
    ]
    return [_sample(question, need, offer, language) for need, offer in pairs[:PAIRS]]


def _of_needs(question: Question) -> list[Answers]:
    rows = Need.objects.filter(category=question.category_id, status=Need.Status.OPEN)
    newest = rows.exclude(answers="").order_by("-created_at").only("person_id", "answers")
    read = []
    for need in reveal(newest[:LOOKED_AT]):
        try:
            read.append(need.answers)
        except (KeyErased, KeyLost):
            continue
    return read


def _of_offers(question: Question) -> Iterable[Answers]:
    live = Offer.objects.filter(status=Offer.Status.LIVE, kinds__category=question.category_id)
    return live.order_by("-number").values_list("answers", flat=True)[:LOOKED_AT]


def _invented(question: Question, today: date) -> list[Answers]:
    """Answers as people would give, nothing said among them."""
    name = name_of(question)
    values: list[Any] = []
    if question.options:
        options = [option["value"] for option in question.options]
        values = list(options)
        if question.kind == Kind.SEVERAL:
            values = [options[:1], options[:2], options[1:3], options[-1:]]
    elif question.kind == Kind.NUMBER:
        values = [2, 4, 1, 6]
    if question.kind in (Kind.DATE, Kind.DATES):
        return [*_invented_dates(question, today), {}]
    made: list[Answers] = [{name: value} for value in values]
    return [*made[: SIDE - 1], {}]


def _invented_dates(question: Question, today: date) -> list[Answers]:
    def day(days: int) -> str:
        return (today + timedelta(days=days)).isoformat()

    name = name_of(question)
    if question.kind == Kind.DATE:
        return [{name: day(7)}, {name: day(30)}]
    spans = ((0, 14), (7, 60), (13, 20), (45, 90))
    return [{f"{name}.from": day(a), f"{name}.until": day(b)} for a, b in spans]


def _different(answers: Iterable[Answers], question: Question) -> list[Answers]:
    """The first different answers to this question, those that say something before silence."""
    names = [name_of(question, part) for part in PARTS]
    seen: list[Answers] = []
    for one in answers:
        said = {name: one[name] for name in names if name in one}
        if said not in seen:
            seen.append(said)
    said_first = sorted(seen, key=lambda one: not one)
    return said_first[: SIDE - 1] + said_first[-1:] if len(seen) > SIDE else said_first


def _sample(question: Question, need: Answers, offer: Answers, language: str) -> Sample:
    fits, verdict = _verdict(question, need, offer)
    nothing = _("says nothing")
    return Sample(
        need=", ".join(answer_texts(question, dict(need), language)) or nothing,
        offer=", ".join(answer_texts(question, dict(offer), language)) or nothing,
        verdict=verdict,
        fits=fits,
    )


def _verdict(question: Question, need: Answers, offer: Answers) -> tuple[bool | None, str]:
    if not decides(question):
        return None, _("decides nothing")
    if question.counts and question.category.divisible:
        return _gives_a_part(question, need, offer)
    meet = holds(question, need, offer)
    if question.meets == Meets.PREFERRED and not question.counts:
        points = question.weight if meet else 0
        return meet, _("fits, points: +%(points)d") % {"points": points}
    return meet, _("fits") if meet else _("does not fit")


def _gives_a_part(question: Question, need: Answers, offer: Answers) -> tuple[bool, str]:
    """Nothing said is one."""
    wanted, left = (max(1, number_of(question, answers)) for answers in (need, offer))
    numbers = {"given": min(wanted, left), "wanted": wanted}
    return True, _("gives %(given)d of %(wanted)d") % numbers

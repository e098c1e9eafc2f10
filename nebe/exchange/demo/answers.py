"""Answers of an offer to the questions of its categories, in keeping with its words."""

from datetime import date, timedelta
from random import Random

from nebe.exchange.forms.questions import SPECIFY, name_of
from nebe.exchange.models import Question

Kind = Question.Kind
OFTEN = 0.6  # how many answer a question that they may leave out
STREETS = ["Zahradní 12", "Školní 4", "Na Stráni 31", "Polna 7", "Długa 18", "Lípová 2"]
# Answered only where the words say so.
ONLY_SAID = {"children", "ages", "animals"}
INTERNAL = {
    "address": STREETS,
    "pickup_address": STREETS,
    "phone_hours": ["8–12", "16–19", "18–20"],
    "plate": ["1A0 0000", "2B0 0000", "3C0 0000"],
    "licence": ["DEMO 1042", "DEMO 2718", "DEMO 3141"],
    "leader_papers": ["Mgr.", "Bc., 5 let praxe", "10 lat w przedszkolu"],
    "adults_present": ["2", "3"],
    "contact_person": ["Recepce", "Biuro", "Sekretariat"],
}


def answers_make(
    questions: list[Question], said: dict[str, list[str]], random: Random, since: date
) -> tuple[dict, dict]:
    """Public and internal answers as `forms.questions` stores them.

    `said` is what the offer's words say already, by the question's key.
    """
    public: dict = {}
    internal: dict = {}
    for question in questions:
        values = _answer(question, said, random, since)
        target = public if question.public else internal
        target.update({name_of(question, part): value for part, value in values.items()})
    return public, internal


def _answer(question: Question, said: dict, random: Random, since: date) -> dict:
    """Part of the field's name ("" for the whole) → value; empty when left out."""
    if question.key in said:
        values = {"": _typed(question, said[question.key])}
        if more := said.get(f"{question.key}.{SPECIFY}"):
            values[SPECIFY] = more[0]
        return values
    if question.key in ONLY_SAID:
        return {}
    if not question.required and random.random() > OFTEN:
        return {}
    if question.kind == Kind.DATES:
        until = since + timedelta(days=random.randrange(60, 400))
        return {"from": since.isoformat(), "until": until.isoformat()}
    value = _invented(question, random)
    return {} if value is None else {"": value}


def _typed(question: Question, words: list[str]):
    if question.kind == Kind.SEVERAL:
        return words
    return int(words[0]) if question.kind == Kind.NUMBER else words[0]


def _invented(question: Question, random: Random):
    if question.kind in (Kind.ONE, Kind.SEVERAL):
        plain = [o["value"] for o in question.options if not o.get("specify")]
        if question.kind == Kind.ONE:
            return plain[min(int(random.expovariate(1)), len(plain) - 1)]
        return random.sample(plain, min(random.choice([1, 1, 2]), len(plain)))
    if question.kind == Kind.NUMBER:
        return random.choice([1, 2, 3, 4]) if question.required else None
    return random.choice(INTERNAL[question.key]) if question.key in INTERNAL else None

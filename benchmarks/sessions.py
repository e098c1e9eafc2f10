"""Times one matching session in this process: `python -m benchmarks.sessions 20000 2026`.

Needs of every kind of help are drawn in the towns of the offers, with answers to what their kind of
help asks, and nothing of them stays in the database. The plan is made from rows to saved pairs.
"""

import random
import sys

import django

from .databases import NOW

CHOSEN = 0.4  # of the questions that a need answers
WARM = 200  # needs of a first plan, which compiles


def measure(count: int, seed: int) -> str:
    from django.db import transaction
    from django_scopes import scopes_disabled

    from nebe.core.people.models import Organisation
    from nebe.exchange.models import MatchingRun
    from nebe.exchange.sessions.planning import run_plan

    office = Organisation.objects.get(is_network=True)
    with scopes_disabled(), transaction.atomic():
        rng = random.Random(seed)
        for needs in (WARM, count - WARM):
            needs_draw(needs, rng, office)
            run = MatchingRun.objects.create(organisation=office, status="running")
            spent = run_plan(run=run, now=NOW)
        run.refresh_from_db()
        said = run.summary
        transaction.set_rollback(True)  # the database stays as it was
    plan, first = said["plan"], said["first_come"]
    return (
        f"{plan['asked']} needs: {plan['served']} served, first come first served "
        f"{first['served']}; median {plan['median_km']} km, {first['median_km']} km; "
        f"{spent.total:.1f} s in all, rows {spent.reading:.1f}, engine {spent.engine:.1f}: "
        f"{spent.total / spent.engine:.1f} x the engine"
    )


def needs_draw(count: int, rng: random.Random, office) -> None:
    from nebe.core.people.models import Person
    from nebe.core.places.models import Municipality
    from nebe.exchange.demo.bulk import LANGUAGES, zipf
    from nebe.exchange.models import Category, Need
    from nebe.exchange.questions_meet import questions_that_meet

    asked = questions_that_meet()
    towns = Municipality.objects.filter(region__country__in=LANGUAGES)
    ranked = list(towns.order_by("-population", "code"))
    weights = zipf(len(ranked))
    kinds = list(Category.objects.order_by("pk"))
    person = Person.objects.create(controller=office, language="uk")
    needs = []
    for _ in range(count):
        kind = rng.choice(kinds)
        answers = answers_draw(asked.get(kind.pk, []), rng)
        quantity = next(
            (answers[f"{kind.pk}.{q.key}"] for q in asked.get(kind.pk, []) if q.counts), 1
        )
        needs.append(
            Need(
                person=person,
                organisation=office,
                category=kind,
                municipality=rng.choices(ranked, cum_weights=weights)[0],
                language=rng.choice(["uk", "ru", "en", "vi", "ar"]),
                reach_km=rng.choice([0, 0, 10, 30]),
                remote=rng.random() < 0.5,
                answers=answers,
                quantity=quantity,
                urgency=rng.randrange(4),
                status=Need.Status.OPEN,
                seeks=True,
            )
        )
    Need.objects.bulk_create(needs, batch_size=1000)


def answers_draw(questions, rng: random.Random) -> dict:
    from nebe.exchange.forms.questions import name_of
    from nebe.exchange.models import Question

    answers: dict = {}
    for question in questions:
        values = [option["value"] for option in question.options]
        if question.counts:
            answers[name_of(question)] = rng.choice([1, 1, 2, 2, 3, 4, 5])
        elif rng.random() < CHOSEN and question.kind == Question.Kind.ONE:
            answers[name_of(question)] = rng.choice(values)
        elif rng.random() < CHOSEN and question.kind == Question.Kind.SEVERAL:
            answers[name_of(question)] = [rng.choice(values)]
    return answers


if __name__ == "__main__":
    django.setup()
    print(measure(int(sys.argv[1]), int(sys.argv[2])))

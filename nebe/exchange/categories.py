"""The categories that come with Nebe: read from `data/categories/*.toml`, then the admin's own."""

import tomllib
from pathlib import Path

from django.db import transaction

from nebe.exchange.models import Category, Question
from nebe.exchange.tasks import category_count_job

DATA = Path(__file__).parent / "data" / "categories"
RULES = {"need_label", "meets", "weight", "days", "counts"}  # columns of `Question`
FLAGS = ("needs_may_be_public", "divisible", "has_destination")  # of `Category`


def categories_read() -> dict[str, dict]:
    """Slug → one file's content: the columns of `Category` and its list of `questions`."""
    return {
        path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(DATA.glob("*.toml"))
    }


@transaction.atomic
def categories_load(*, reset: bool = False) -> int:
    """Create the categories and questions that are missing; returns how many rows were written.

    What an admin has edited stays, unless `reset` puts the delivered texts back. To take a
    question away it is made inactive: a deleted one would come back with the next load. Rows of
    before there were rules get the delivered ones.
    """
    written = 0
    for slug, data in categories_read().items():
        questions = data.pop("questions")
        category, is_written = _write(Category, {"slug": slug}, data, reset)
        written += is_written
        if not reset and not is_written:
            written += _rules_bring(category, data, questions)
        for position, question in enumerate(questions, start=1):
            identity = {"category": category, "key": question.pop("key")}
            _, is_written = _write(Question, identity, question | {"position": position}, reset)
            written += is_written
    return written


def _rules_bring(category: Category, data: dict, questions: list[dict]) -> int:
    """How needs and offers meet, for a category that says nothing of it yet; how many rows changed.

    A question whose kind or openness the admin changed is left as it is.
    """
    rows = list(category.questions.all())
    if any(row.need_label or row.counts or row.meets != Question.Meets.INFORMATION for row in rows):
        return 0
    delivered = {question["key"]: question for question in questions}
    changed = []
    for row in rows:
        new = delivered.get(row.key, {})
        same = (row.kind, row.public) == (new.get("kind"), new.get("public"))
        if same and any(name in new for name in RULES):
            for name in RULES & new.keys():
                setattr(row, name, new[name])
            changed.append(row)
    Question.objects.bulk_update(changed, sorted(RULES))
    flags = {name: True for name in FLAGS if data.get(name)}
    if changed and flags:
        Category.objects.filter(pk=category.pk).update(**flags)
    if any(row.counts for row in changed):
        category_count_job.enqueue(category.pk, 0)
    return len(changed)


def _write(model, identity: dict, columns: dict, reset: bool):
    """The row, and whether it was written."""
    if reset:
        return model.objects.update_or_create(**identity, defaults=columns)[0], True
    return model.objects.get_or_create(**identity, defaults=columns)

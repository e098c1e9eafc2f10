"""The categories that come with Nebe: read from `data/categories/*.toml`, then the admin's own."""

import tomllib
from pathlib import Path

from django.db import transaction

from nebe.exchange.models import Category, Question

DATA = Path(__file__).parent / "data" / "categories"


def categories_read() -> dict[str, dict]:
    """Slug → one file's content: the columns of `Category` and its list of `questions`."""
    return {
        path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(DATA.glob("*.toml"))
    }


@transaction.atomic
def categories_load(*, reset: bool = False) -> int:
    """Create the categories and questions that are missing; returns how many rows were written.

    What an admin has edited stays, unless `reset` puts the delivered texts back. To take a
    question away it is made inactive: a deleted one would come back with the next load.
    """
    written = 0
    for slug, data in categories_read().items():
        questions = data.pop("questions")
        category, is_written = _write(Category, {"slug": slug}, data, reset)
        written += is_written
        for position, question in enumerate(questions, start=1):
            identity = {"category": category, "key": question.pop("key")}
            _, is_written = _write(Question, identity, question | {"position": position}, reset)
            written += is_written
    return written


def _write(model, identity: dict, columns: dict, reset: bool):
    """The row, and whether it was written."""
    if reset:
        return model.objects.update_or_create(**identity, defaults=columns)[0], True
    return model.objects.get_or_create(**identity, defaults=columns)

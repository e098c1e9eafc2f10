"""The kinds of help that can be looked for.

Each search asks for them, so this is plain SQL, and what is made of the rows is kept by the rows
themselves: a change of any is seen at once, by every process.
"""

import json
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection

from nebe.core.texts.translated import pick

from ..models import Category

ACTIVE = """
    SELECT slug, name, openness, open_when_remote
    FROM nebe_exchange_category WHERE active ORDER BY position, slug"""


@dataclass(frozen=True)
class Kinds:
    """Those in use, with what an address calls them and their names in one language."""

    categories: dict[str, Category]
    choices: tuple[tuple[str, str], ...]


def kinds_active(language: str) -> Kinds:
    with connection.cursor() as cursor:
        cursor.execute(ACTIVE)
        return _made(tuple(cursor.fetchall()), language)


@lru_cache(maxsize=20)
def _made(rows: tuple[tuple, ...], language: str) -> Kinds:
    categories = {
        slug: Category(slug=slug, name=json.loads(name), openness=openness, open_when_remote=remote)
        for slug, name, openness, remote in rows
    }
    choices = tuple((slug, str(pick(c.name, language))) for slug, c in categories.items())
    return Kinds(categories, choices)

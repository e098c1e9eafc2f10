"""Rows whose texts are written in one language at a time."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.text import slugify

from nebe.core.texts import normalise
from nebe.core.texts.translated import pick, text_of

WORDS = 8  # of a question


def put(row: Any, values: Mapping[str, Any], language: str) -> None:
    """Set the fields; a text replaces that of its language and leaves those of the others."""
    for name, value in values.items():
        if name in row.TEXTS:
            others = {code: text for code, text in getattr(row, name).items() if code != language}
            value = {**others, language: value} if value else others
        setattr(row, name, value)


def slug_for(row: Any, otherwise: str) -> str:
    """Kept for good once it is given: addresses do not change with titles."""
    words = slugify(str(pick(row.title, "en")))[:60].strip("-") or otherwise
    return f"{words}-{row.pk.hex[:8]}"


def search_text(row: Any, *more: str) -> str:
    """Stems of all its texts in all languages, framed by blanks."""
    texts = [text_of(value) for name in row.TEXTS for value in getattr(row, name).values()]
    return f" {normalise.search_text(*texts, *more)} "


def words_asked(question: str) -> list[str]:
    return normalise.tokens(question)[:WORDS]


def with_words(rows: QuerySet, question: str) -> QuerySet:
    for token in words_asked(question):
        rows = rows.filter(search_text__contains=f" {token} ")
    return rows


def with_code(rows: QuerySet, name: str, code: str) -> QuerySet:
    """Rows whose list of codes has this one; as text, for SQLite cannot look into a list."""
    as_text = {f"{name}_text": Cast(name, TextField())}
    return rows.alias(**as_text).filter(**{f"{name}_text__contains": f'"{code}"'})


def codes_used(rows: QuerySet, name: str) -> set[str]:
    return {code for codes in rows.values_list(name, flat=True) for code in codes}

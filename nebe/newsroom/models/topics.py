import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from nebe.core.sql import Told, placeholders, sql_rows
from nebe.core.texts.translated import pick


class Topic(models.Model):
    """A subject that readers follow: in lists, feeds and newsletters."""

    code = models.SlugField(_("code"), primary_key=True, max_length=40)
    name = models.JSONField(_("name"), default=dict)  # language → text
    position = models.PositiveSmallIntegerField(_("position"), default=50)

    class Meta:
        verbose_name = _("topic")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return str(pick(self.name, get_language() or "en"))


# Each page asks for some. To make it with the ORM takes longer than to answer it.
NAMED = """
    SELECT code, name, position FROM nebe_newsroom_topic WHERE code IN ({codes})
    ORDER BY position, code"""
ALL_TOPICS = "SELECT code, CAST(name AS text), '' FROM nebe_newsroom_topic"
OF_ARTICLE = "SELECT topic_id FROM {table} WHERE {article} = %s"


def topics_named(codes: Iterable[str]) -> list[Topic]:
    wanted = list(codes)
    return read(placeholders(wanted), wanted) if wanted else []


def topics_told(rows: Told, language: str) -> dict[str, str]:
    """Code → name in this language, of `ALL_TOPICS`."""
    return _named(tuple(rows), language)


@lru_cache(maxsize=20)
def _named(rows: tuple[tuple[str, str, str], ...], language: str) -> dict[str, str]:
    return {code: str(pick(json.loads(name), language)) for code, name, _none in rows}


def topics_of(article: Any) -> list[Topic]:
    """As it is published."""
    through = type(article).topics.through
    column = through._meta.get_field(article._meta.model_name).column
    return read(OF_ARTICLE.format(table=through._meta.db_table, article=column), [article.pk])


def read(codes: str, values: list) -> list[Topic]:
    rows = sql_rows(NAMED.format(codes=codes), values)
    return [Topic(code=code, name=json.loads(name), position=at) for code, name, at in rows]

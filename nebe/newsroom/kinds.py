"""The kinds of articles, as lists, filters and addresses name them."""

from functools import cache
from typing import Any

from .models import (
    ARTICLES,
    Article,
    Expert,
    HomePage,
    PlainPage,
    PressKit,
    Section,
    TeamMember,
)

# What is rarely news: it always stands, its day means little.
STANDING = {Expert.kind, PlainPage.kind, PressKit.kind} | {
    model.kind for model in ARTICLES if not model.dated
}
WITHOUT_DAY = STANDING | {model.kind for model in ARTICLES if not model.day_on_cards}  # on cards
PEOPLE = {Expert.kind, TeamMember.kind}  # each agreed to be shown here, and may take it back
COMING = {model.kind for model in ARTICLES if model.soonest_first}  # their day is to come
NEWS = [model.kind for model in ARTICLES if model.kind not in STANDING | COMING]


def model_of(kind: str) -> type[Article] | None:
    return next((model for model in ARTICLES if model.kind == kind), None)


@cache
def label(kind: str) -> Any:
    """The name of one such article, in the reader's language."""
    model = model_of(kind) or {"section": Section, "home": HomePage}.get(kind)
    return model._meta.verbose_name if model else kind


def labels() -> list[tuple[str, Any]]:
    """Kind and its name in the plural."""
    return [(model.kind, model._meta.verbose_name_plural) for model in ARTICLES]

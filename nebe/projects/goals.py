"""The Sustainable Development Goals of the United Nations, named in every language."""

import tomllib
from pathlib import Path

from django.utils.translation import get_language

from nebe.core.texts.translated import pick

GOALS_VOCABULARY = "2"  # IATI's codelist TagVocabulary

GOALS: dict[str, dict[str, str]] = tomllib.loads(
    (Path(__file__).parent / "data/goals.toml").read_text()
)["goal"]


def goal_name(code: str) -> str:
    """With its number, in the active language; a code that is no goal is its own name."""
    name = str(pick(GOALS.get(code), get_language() or "en"))
    return f"{code}. {name}" if name else code


def goal_choices() -> list[tuple[str, str]]:
    return [(code, goal_name(code)) for code in GOALS]


def goal_tag(code: str) -> dict:
    """The record of a tag, see `iati/shapes/`."""
    return {"vocabulary": GOALS_VOCABULARY, "code": code, "text": {"en": GOALS[code]["en"]}}

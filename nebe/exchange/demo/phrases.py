"""Texts of the demonstration: patterns with slots, filled so that no two people write the same.

A slot is `{a/b}` (one of them), `{name=a/b}` (one of them, remembered), `{name}` (the remembered
words again) or `{name:x/y}` (what stands at the remembered place). `g` is remembered from the
start: 0 for a man who writes, 1 for a woman.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

DATA = Path(__file__).parents[1] / "data" / "demo"
SLOT = re.compile(r"\{(?:(\w+)([=:]))?([^{}]*)\}")


@dataclass(frozen=True)
class Pattern:
    """What one helper might write.

    `answers` is what the words say already: `key=value+value; key=value`, and alone `@remote`
    (at a distance only), `@woman` or `@man` (who writes).
    """

    title: str
    text: str
    answers: str = ""

    @property
    def writer(self) -> str:
        """`woman`, `man` or nothing, as the words tell."""
        found = re.search("@(woman|man)", self.answers)
        return found.group(1) if found else ""

    def fill(self, random: Random, *, woman: bool) -> tuple[str, str, dict[str, list[str]]]:
        """Title, text and answers with the same choices in all three."""
        chosen = {"g": (int(woman), "")}
        title, text, answers = (
            filled(part, random, chosen) for part in (self.title, self.text, self.answers)
        )
        pairs = (item.strip().partition("=") for item in answers.split(";") if item.strip())
        return title, text, {key: value.split("+") for key, _, value in pairs}


def filled(pattern: str, random: Random, chosen: dict[str, tuple[int, str]]) -> str:
    """`pattern` with its slots filled; `chosen` remembers: name → (place, words)."""

    def fill(match: re.Match) -> str:
        name, mark, inside = match.groups()
        if mark is None and inside in chosen:
            return chosen[inside][1]
        words = inside.split("/")
        if mark == ":":
            return words[chosen[name][0]]
        place = int(random.random() * len(words))
        if mark == "=":
            chosen[name] = (place, words[place])
        return words[place]

    return SLOT.sub(fill, pattern)


@cache
def offer_patterns() -> dict[str, dict[str, list[Pattern]]]:
    """Category → language → patterns of offers."""
    return {
        path.stem: {
            language: [Pattern(**pattern) for pattern in patterns]
            for language, patterns in tomllib.loads(path.read_text("utf-8")).items()
        }
        for path in sorted((DATA / "offers").glob("*.toml"))
    }

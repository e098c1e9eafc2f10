"""What words of a question mean, whichever of our languages they are in (`data/words.toml`)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nebe.core.texts import normalise
from nebe.core.texts.asked import PHRASE_MAX, query_tokens

TOLD = Path(__file__).parent / "data/words.toml"
WORDS = 8  # of a question
Phrase = tuple[str, ...]  # stems that a text has all of


@dataclass(frozen=True)
class Meaning:
    """A project answers it with any of the phrases, or any (name, value) of a facet."""

    phrases: frozenset[Phrase]
    facets: frozenset[tuple[str, str]] = frozenset()


def meanings(text: str) -> list[Meaning]:
    """What is asked for; a project has to answer each."""
    tokens, found = query_tokens(text)[:WORDS], []
    while tokens:
        phrase = longest_known(tokens)
        found.append(known().get(phrase) or Meaning(frozenset([phrase])))
        tokens = tokens[len(phrase) :]
    return found


def longest_known(tokens: list[str]) -> Phrase:
    """With which words the tokens begin; one that is not in the list stands for itself."""
    for length in range(min(PHRASE_MAX, len(tokens)), 1, -1):
        if tuple(tokens[:length]) in known():
            return tuple(tokens[:length])
    return (tokens[0],)


@cache
def known() -> dict[Phrase, Meaning]:
    """A phrase of several lines means all of them."""
    found: dict[Phrase, Meaning] = {}
    for line in tomllib.loads(TOLD.read_text("utf-8")).values():
        phrases = frozenset(tuple(normalise.tokens(words)) for words in line["words"])
        facets = frozenset(tuple(each.split(":")) for each in line.get("facets", ()))
        for phrase in phrases:
            before = found.get(phrase, Meaning(frozenset()))
            found[phrase] = Meaning(before.phrases | phrases, before.facets | facets)
    return found

"""Who is named in one cell: told apart by separators, else asked about and never guessed."""

import re
from dataclasses import dataclass

from ..known import key_of

# OPZ+ and ESF+ are names: a plus, a slash and an ampersand part names only between blanks.
SEPARATORS = re.compile(r"\s*[;,\n|]\s*|\s[/&+]\s")
SEVERAL = re.compile(r"\s|\w[/&+]\w")  # what makes one think of several


@dataclass(frozen=True)
class Question:
    """One cell that may name one or several; `why` is a reason not to think of one."""

    cell: str
    # "known inside": another cell is one of its parts; "twice": a word repeats;
    # "alike": two are called so
    why: str = ""


def told_apart(cell: str) -> list[str]:
    return [part.strip() for part in SEPARATORS.split(cell) if part.strip()]


def questions(cells: list[str]) -> list[Question]:
    """The cells of several words without a separator, those that look like several first."""
    known = {key_of(cell) for cell in cells}
    asked = [
        Question(cell, why_several(cell, known))
        for cell in dict.fromkeys(cells)
        if len(told_apart(cell)) == 1 and SEVERAL.search(cell.strip())
    ]
    return sorted(asked, key=lambda question: not question.why)


def why_several(cell: str, known: set[str]) -> str:
    words = key_of(cell).removeprefix("name:").split()
    if len(words) > len(set(words)):
        return "twice"
    for size in range(1, len(words)):
        for at in range(len(words) - size + 1):
            if "name:" + " ".join(words[at : at + size]) in known:
                return "known inside"
    return ""


def funders_of(cell: str, answers: dict[str, list[str]]) -> list[str]:
    """By the answer to a question, else by separators; each once."""
    return list(dict.fromkeys(answers.get(cell) or told_apart(cell)))

"""Reads a file of page texts. Lines begin with what they are:

`=== slug key=value` a page, `# title`, `> summary`, `## heading`, `- item of a list`,
`! call-out`, `=> /address/ link button`, `" quote — author`, `: field value`; anything else is a
paragraph. `kind=…` behind the slug names the kind of page. A language has one file for the plain
pages and one in each folder: `texts/en.md`, `texts/news/en.md`.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

TEXTS = Path(__file__).parent / "texts"
KINDS = {
    "## ": "heading",
    "- ": "list",
    "! ": "call_out",
    "=> ": "link",
    '" ': "quote",
}


@dataclass
class Draft:
    """One page in one language; `body` is a list of (kind, value) as in `blocks.BODY`."""

    slug: str
    meta: dict[str, str]
    title: str = ""
    summary: str = ""
    body: list[tuple[str, Any]] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)

    def values(self, kind: str) -> list:
        return [value for each, value in self.body if each == kind]


def drafts(language: str) -> dict[str, Draft]:
    """All pages of one language by slug, in the order of the file; none without a file."""
    files = [TEXTS / f"{language}.md", *sorted(TEXTS.glob(f"*/{language}.md"))]
    lines = [
        line
        for path in files
        if path.exists()
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    return {draft.slug: draft for draft in pages(lines)}


def pages(lines: list[str]) -> list[Draft]:
    found: list[Draft] = []
    for line in lines:
        if line.startswith("=== "):
            slug, *pairs = line[4:].split()
            found.append(Draft(slug, dict(pair.split("=") for pair in pairs)))
        elif line.strip():
            add(found[-1], line.strip())
    return found


def add(draft: Draft, line: str) -> None:
    if line.startswith("# "):
        draft.title = line[2:]
    elif line.startswith("> "):
        draft.summary = line[2:]
    elif line.startswith(": "):
        name, _blank, value = line[2:].partition(" ")
        draft.fields[name] = value
    else:
        start = next((start for start in KINDS if line.startswith(start)), "")
        kind, text = KINDS.get(start, "paragraph"), line.removeprefix(start)
        if kind == "list" and draft.body and draft.body[-1][0] == "list":
            draft.body[-1][1].append(text)
        else:
            draft.body.append((kind, value_of(kind, text)))


def value_of(kind: str, text: str):
    if kind == "list":
        return [text]
    if kind == "link":
        address, label = text.split(" ", 1)
        return {"text": label, "address": address}
    if kind == "quote":
        words, _dash, author = text.rpartition(" — ")
        return {"text": words, "author": author}
    return text

"""Words of the glossary within an article: where one is met first, it leads to what it means."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from time import monotonic

from django.db.models.signals import post_delete, post_save
from django.urls import reverse
from django.utils.html import escape

from nebe.core.texts import normalise

from .models import Term, TermWord
from .search.marked import BEGINNING, WORD, folded_word, stems
from .words import words_explained

TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^>]*)>|<!--.*?-->", re.S)
TEXT = {"p", "li", "blockquote", "dd"}
WITHIN = {"b", "strong", "i", "em"}
AROUND = {"div", "section", "article", "ol", "ul", "dl"}
EMPTY = {"br", "hr", "img", "input", "source", "wbr"}
CLOSED, OUTSIDE, INSIDE = range(3)  # no text below, none here, running text
SECONDS = 60  # that other processes go on with the glossary as it was

# First stem → (the stems after it, code of the term), the longest first.
Terms = dict[str, list[tuple[list[str], str]]]
KEPT: dict[str, tuple[float, Terms]] = {}  # language → until when, its terms


def terms_of(language: str) -> Terms:
    """Kept by the process: to read them takes as long as the rest of an article."""
    until, terms = KEPT.get(language, (0.0, {}))
    if monotonic() >= until:
        terms = terms_read(language)
        KEPT[language] = monotonic() + SECONDS, terms
    return terms


def terms_read(language: str) -> Terms:
    terms: Terms = {}
    for word in words_explained(language):
        for text in (word.title, *word.others):
            if tokens := normalise.tokens(text):
                terms.setdefault(tokens[0], []).append((tokens[1:], word.code))
    for found in terms.values():
        found.sort(key=lambda each: -len(each[0]))
    return terms


def forget(**kwargs) -> None:
    KEPT.clear()


for model in (Term, TermWord):
    post_save.connect(forget, sender=model)
    post_delete.connect(forget, sender=model)


def explained(html: str, language: str) -> str:
    """The same HTML; in its running text each term is a link once, none in headings or links."""
    terms = terms_of(language)
    if not terms:
        return html
    linker = Linker(terms, reverse("words"))
    return "".join(linker.linked(text) if is_open else text for text, is_open in running_text(html))


def running_text(html: str) -> Iterator[tuple[str, bool]]:
    """The HTML in pieces, and of each whether it is text in which a link may stand."""
    states, end = [OUTSIDE], 0
    for tag in TAG.finditer(html):
        yield html[end : tag.start()], states[-1] == INSIDE
        yield tag[0], False
        end = tag.end()
        name = (tag[2] or "").lower()
        if not name or name in EMPTY or tag[3].endswith("/"):
            continue
        if not tag[1]:
            states.append(below(states[-1], name, tag[3]))
        elif len(states) > 1:
            states.pop()
    yield html[end:], states[-1] == INSIDE


def below(state: int, name: str, attributes: str) -> int:
    """What is in another language, or in an element that we do not know, stays as it is."""
    if state == CLOSED or "lang=" in attributes:
        return CLOSED
    if name in TEXT:
        return INSIDE
    return state if name in WITHIN else OUTSIDE if name in AROUND else CLOSED


@dataclass
class Linker:
    terms: Terms
    page: str
    linked_before: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.beginnings = {token[:BEGINNING] for token in self.terms}

    def linked(self, text: str) -> str:
        words = list(WORD.finditer(text))
        parts, end = [], 0
        for at, word in enumerate(words):
            if word.start() < end or not self.may_begin(word[0]):
                continue
            if found := self.term_at(text, words[at:]):
                code, stop = found
                address = f"{self.page}#{escape(code)}"
                link = f'<a class="term" href="{address}">{text[word.start() : stop]}</a>'
                parts += [text[end : word.start()], link]
                end = stop
                self.linked_before.add(code)
        return "".join([*parts, text[end:]])

    def may_begin(self, word: str) -> bool:
        """Most words need no stemming, which takes longer than all else."""
        folded = folded_word(word)
        if folded[:BEGINNING] in self.beginnings or folded in normalise.IRREGULAR:
            return True
        is_arabic = "\u0600" <= folded[:1] <= "\u06ff"  # its article stands before the word
        plain = normalise.ARABIC_PREFIX.sub("", folded) if is_arabic else folded
        return plain[:BEGINNING] in self.beginnings

    def term_at(self, text: str, words: list[re.Match]) -> tuple[str, int] | None:
        """The term that begins with the first word, if it is not linked yet, and where it ends."""
        for token in stems(words[0][0]):
            for rest, code in self.terms.get(token, []):
                if code not in self.linked_before and follow(text, words, rest):
                    return code, words[len(rest)].end()
        return None


def follow(text: str, words: list[re.Match], rest: list[str]) -> bool:
    """Whether these words stand behind the first one, with nothing but blanks between."""
    if len(words) <= len(rest):
        return False
    pairs = zip(words, words[1:], rest, strict=False)
    return all(
        text[one.end() : other.start()].isspace() and token in stems(other[0])
        for one, other, token in pairs
    )

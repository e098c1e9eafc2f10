"""The projects that answer a question: how many, in which order, and what each choice leaves."""

from collections.abc import Iterator
from functools import cached_property

import numpy as np
from django.db.models import F, QuerySet

from ..facets import NAMES
from ..models import Project, Term
from ..words import Meaning, meanings
from .explorer import Question, projects_public
from .postings import Mask, Numbers
from .sets import Sets, sets_now

PORTION = 500
SORTS = ("start", "end", "amount")
# Of a project, for lists.
COLUMNS = (
    *("slug", "title", "descriptions", "status", "currency", "iati_identifier"),
    *("planned_start", "actual_start", "planned_end", "actual_end"),
    *("created_at", "updated_at"),
)


class Selection:
    """Of one moment: counts and pages of one selection fit each other.

    For a paginator it is a list of projects, the last to start first.
    """

    def __init__(self, question: Question, sets: Sets | None = None):
        self.question = question
        self.sets = sets or sets_now()

    @cached_property
    def total(self) -> int:
        return int(self.mask().sum())

    def count(self) -> int:
        return self.total

    def __getitem__(self, span: slice) -> list[Project]:
        return self.projects(self.numbers()[span])

    @cached_property
    def all(self) -> Mask:
        return self.mask()

    def mask(self, *, without: str = "") -> Mask:
        """The projects found, as if nothing of a facet were chosen."""
        found = self.by_words.copy()
        for name, values in self.question.chosen.items():
            if name != without:
                found &= self.sets.having_values(name, values)
        if self.question.has_range and without != "year":
            found &= self.sets.having_values("year", self.question.years)
        return found

    @cached_property
    def by_words(self) -> Mask:
        found = self.sets.public
        for meaning in meanings(self.question.words):
            found = found & self.answering(meaning)
        return found

    def answering(self, meaning: Meaning) -> Mask:
        tokens = {token for phrase in meaning.phrases for token in phrase}
        rows = Term.objects.filter(name=Term.WORD, value__in=tokens).values_list("value", "pk")
        numbers = dict(rows)
        single = [numbers[p[0]] for p in meaning.phrases if len(p) == 1 and p[0] in numbers]
        found = self.sets.having(Term.WORD, single)
        for phrase in meaning.phrases:
            if len(phrase) > 1 and all(token in numbers for token in phrase):
                whole = self.sets.public
                for token in phrase:
                    whole = whole & self.sets.having(Term.WORD, [numbers[token]])
                found |= whole
        for name, value in meaning.facets:
            found |= self.sets.having_values(name, [value])
        return found

    def counts(self, name: str) -> dict[str, int]:
        """Value → projects; what is chosen of the facet itself does not narrow it."""
        if self.question.is_open:
            key = ("counts", name)
            if key not in self.sets.kept:
                self.sets.kept[key] = self.sets.counts(name, self.all)
            return self.sets.kept[key]
        narrows = name in self.question.chosen or (name == "year" and self.question.has_range)
        return self.sets.counts(name, self.mask(without=name) if narrows else self.all)

    def within(self, name: str) -> dict[str, int]:
        """Value → projects of the selection itself."""
        return self.sets.counts(name, self.all)

    @cached_property
    def facets(self) -> dict[str, dict[str, int]]:
        return {name: self.counts(name) for name in NAMES}

    def having_any(self, name: str) -> int:
        """How many have some value of the facet."""
        return int((self.all & self.sets.having_any(name)).sum())

    def numbers(self, sort: str = "start", *, descending: bool = True) -> Numbers:
        return self.sets.ordered(self.all, sort, descending=descending)

    def projects(self, numbers: Numbers) -> list[Project]:
        """In this order. What is withdrawn without word to the list is left out all the same."""
        wanted = numbers.tolist()
        rows = projects_public().filter(listed__in=wanted).annotate(number=F("listed"))
        by_number = {row.number: row for row in rows.only(*COLUMNS)}
        return [by_number[number] for number in wanted if number in by_number]

    def portions(self, size: int = PORTION) -> Iterator[list[Project]]:
        numbers = self.numbers()
        for at in range(0, len(numbers), size):
            yield self.projects(numbers[at : at + size])

    def added_last(self, most: int) -> list[Project]:
        """The newest to the list first: numbers are given out in order."""
        return self.projects(np.flatnonzero(self.all)[::-1][:most].astype(np.int32))

    def rows(self) -> QuerySet[Project]:
        """To be joined with what hangs on projects: for some thousands of them."""
        return projects_public().filter(listed__in=self.numbers().tolist())

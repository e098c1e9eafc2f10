"""The attacker: all published figures of several months together, and a linear programme.

They know the rules, that people are at least as many as needs, that help is given only where
somebody asked before, and that the two tables are of the same needs. For every number that is
hidden they work out the least and the most that it can be.
"""

from math import ceil, floor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from nebe.core.privacy import disclosure
from nebe.core.privacy.disclosure import (
    help_may_be_shown,
    hidden_rows,
    line_beside,
    line_publish,
)

SMALLEST = 5
ROWS = {"region": ["A", "B", "C", "D"], "category": ["a", "b", "c"]}
BESIDE = {"people": "asked", "helped_people": "helped"}


def published(months: list[dict]) -> list[dict]:
    """`months`: of each (table, measure) → row → number. Help is published as a total."""
    made, open_needs = [], 0
    for month in months:
        asked = sum(month["region", "asked"].values())
        helped = sum(month["region", "helped"].values())
        open_needs += asked - helped
        figures = {}
        for (table, measure), numbers in month.items():
            leads = month[table, BESIDE.get(measure, measure)]
            line = line_beside(numbers, leads, smallest=SMALLEST)
            if "helped" not in measure:
                figures[table, measure] = line
            elif table == "region" and help_may_be_shown(
                asked=open_needs, helped=0, smallest=SMALLEST
            ):
                figures["total", measure] = line.total
        made.append(figures)
    return made


class Attack:
    """A variable for each cell of each month; rows of constraints from what was published."""

    def __init__(self, months: list[dict]):
        self.index: dict[tuple, int] = {}
        self.rows: list[tuple[dict[int, int], float, float]] = []
        self.hidden: list[tuple] = []
        for number, figures in enumerate(months):
            for (table, measure), said in figures.items():
                if table == "total":
                    self.read_total(number, measure, said)
                else:
                    self.read(number, table, measure, said)
            self.know(number)

    def at(self, *key) -> int:
        return self.index.setdefault(key, len(self.index))

    def say(self, terms: dict[int, int], least: float, most: float = np.inf) -> None:
        self.rows.append((terms, least, most))

    def read_total(self, month: int, measure: str, total: int | None) -> None:
        cell = {self.at(month, "total", measure): 1}
        if total is not None:
            self.say(cell, total, total)

    def read(self, month: int, table: str, measure: str, line) -> None:
        cells = {row: self.at(month, table, measure, row) for row in ROWS[table]}
        whole = dict.fromkeys(cells.values(), 1)
        if line.total is None:
            self.say(whole, 0, SMALLEST - 1 if measure == "asked" else np.inf)
            self.hidden += [(month, table, measure, row) for row in cells]
            return
        self.say(whole, line.total, line.total)
        for row, number in line.rows.items():
            self.say({cells[row]: 1}, number, number)
        unnamed = {row: i for row, i in cells.items() if row not in line.rows}
        if line.others is None:
            for i in unnamed.values():
                self.say({i: 1}, 0, 0)
        else:
            self.say(dict.fromkeys(unnamed.values(), 1), line.others, line.others)
            self.hidden += [(month, table, measure, row) for row in unnamed]

    def know(self, month: int) -> None:
        """What nobody has to publish."""
        for table, rows in ROWS.items():
            for row in rows:
                terms = {self.at(month, table, "people", row): 1}
                self.say(terms | {self.at(month, table, "asked", row): -1}, 0)
        for measure in ("asked", "people"):
            terms = {self.at(month, "region", measure, row): 1 for row in ROWS["region"]}
            terms |= {self.at(month, "category", measure, row): -1 for row in ROWS["category"]}
            self.say(terms, 0, 0)
        for more, less in (("asked", "helped"), ("people", "helped_people")):
            terms = {
                self.at(m, "region", more, row): 1
                for m in range(month + 1)
                for row in ROWS["region"]
            }
            terms |= {self.at(m, "total", less): -1 for m in range(month + 1)}
            self.say(terms, 0)

    def interval(self, cell: tuple) -> tuple[int, int]:
        matrix, bounds = self.matrix()
        cost = np.zeros(len(self.index))
        cost[self.index[cell]] = 1
        least, most = (
            linprog(sign * cost, A_ub=matrix, b_ub=bounds, bounds=(0, 1000)) for sign in (1, -1)
        )
        assert least.status == most.status == 0
        return ceil(least.fun - 1e-6), floor(-most.fun + 1e-6)

    def matrix(self) -> tuple[csr_matrix, np.ndarray]:
        lines, bounds = [], []
        for terms, least, most in self.rows:
            dense = np.zeros(len(self.index))
            for i, factor in terms.items():
                dense[i] = factor
            if least > -np.inf:
                lines.append(-dense)
                bounds.append(-least)
            if most < np.inf:
                lines.append(dense)
                bounds.append(most)
        return csr_matrix(np.array(lines)), np.array(bounds)


@st.composite
def months(draw) -> list[dict]:
    """One to three months in which help is given where it was asked for."""
    size = st.sampled_from([0, 0, 1, 1, 2, 3, 4, 5, 6, 7, 8, 12, 30])
    families = {(r, c): draw(st.integers(1, 3)) for r in ROWS["region"] for c in ROWS["category"]}
    open_needs = {(r, c): 0 for r in ROWS["region"] for c in ROWS["category"]}
    made = []
    for _month in range(draw(st.integers(1, 3))):
        month = {
            (table, measure): dict.fromkeys(rows, 0)
            for table, rows in ROWS.items()
            for measure in ("asked", "people", "helped", "helped_people")
        }
        for region, category in open_needs:
            asked = draw(size)
            open_needs[region, category] += asked
            helped = draw(st.integers(0, open_needs[region, category]))
            open_needs[region, category] -= helped
            numbers = {"asked": asked, "helped": helped}
            for measure, leader in BESIDE.items():
                numbers[measure] = numbers[leader] * families[region, category]
            for measure, number in numbers.items():
                month["region", measure][region] += number
                month["category", measure][category] += number
        made.append(month)
    return made


@settings(max_examples=100, deadline=None)
@given(months())
def test_no_small_number_can_be_worked_out(counted):
    attack = Attack(published(counted))
    for month, table, measure, row in attack.hidden:
        number = counted[month][table, measure][row]
        if measure == "asked" and 0 < number < SMALLEST:  # nobody is in a zero
            least, most = attack.interval((month, table, measure, row))
            assert most - least + 1 >= SMALLEST, (month, table, measure, row, least, most)
            assert least <= number <= most


def test_the_attacker_finds_what_is_hidden_alone(monkeypatch):
    """Only the small ones hidden: the rest to the total is the number."""
    monkeypatch.setattr(disclosure, "_hide_each_other", lambda numbers, smallest: True)
    month = {
        (table, measure): dict(zip(rows, (20, 30, 3, 0), strict=False))
        for table, rows in ROWS.items()
        for measure in ("asked", "people", "helped", "helped_people")
    }
    attack = Attack(published([month]))
    assert attack.interval((0, "category", "asked", "c")) == (3, 3)


rows_counted = st.dictionaries(
    st.sampled_from("ABCDEFGH"), st.integers(0, 15), min_size=1, max_size=8
)


@settings(max_examples=500, deadline=None)
@given(rows_counted)
def test_the_rule_itself(counts):
    hidden, total = hidden_rows(counts, smallest=SMALLEST), sum(counts.values())
    line = line_publish(counts, smallest=SMALLEST)
    if total < SMALLEST:
        assert (line.total, line.rows, line.others) == (None, {}, None)
        return
    assert line.total == total == sum(line.rows.values()) + (line.others or 0)
    assert all(counts[row] >= SMALLEST for row in line.rows)
    assert not hidden & line.rows.keys()
    if hidden and hidden != counts.keys():
        numbers = [counts[row] for row in hidden]
        assert sum(n > 0 for n in numbers) >= 2
        assert sum(numbers) >= 2 * SMALLEST
    if any(0 < n < SMALLEST for n in counts.values()):
        assert line.others == sum(counts[row] for row in hidden)


@pytest.mark.parametrize(
    ("counts", "rows", "others"),
    [
        ({"A": 20, "B": 30}, {"A": 20, "B": 30}, None),
        ({"A": 20, "B": 30, "C": 0}, {"A": 20, "B": 30}, None),  # nobody is in a zero
        ({"A": 20, "B": 30, "C": 3}, {"B": 30}, 23),  # 3 alone would be the rest: A hides it
        ({"A": 21, "B": 32, "C": 3, "D": 4}, {"B": 32}, 28),  # 7 is too few to hide 3 and 4
        ({"A": 21, "B": 32, "C": 4, "D": 4, "E": 4}, {"A": 21, "B": 32}, 12),
        ({"A": 9, "B": 1}, {}, 10),
    ],
)
def test_examples(counts, rows, others):
    line = line_publish(counts, smallest=SMALLEST)
    assert (line.rows, line.others) == (rows, others)


def test_people_are_hidden_where_their_needs_are():
    people, asked = {"A": 40, "B": 60, "C": 12}, {"A": 20, "B": 30, "C": 3}
    line = line_beside(people, asked, smallest=SMALLEST)
    assert (line.rows, line.others, line.total) == ({"B": 60}, 52, 112)

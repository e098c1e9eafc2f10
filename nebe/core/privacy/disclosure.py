"""What of counts may be published: nobody can tell a small one from the others.

Small cells are hidden together, with others where they alone would not hide each other. ADR 19
says why this is enough; `exchange/statistics/tests/test_attack.py` tries.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

HIDDEN_TOGETHER = 2  # times the smallest number that may be shown

Counts = Mapping[str, int]


@dataclass(frozen=True)
class Line:
    """One measure in the rows of one table; with the rows and the others it adds up to `total`.

    `total` is None where it is small itself: then everything is hidden. `others` holds what is
    not shown by name together; None where nothing is hidden.
    """

    total: int | None
    rows: dict[str, int]
    others: int | None


def line_publish(counts: Counts, *, smallest: int) -> Line:
    """Rows that are not in `rows` are hidden in `others`, or 0 where there are no others."""
    return line_beside(counts, counts, smallest=smallest)


def line_beside(
    counts: Counts, leads: Counts, *, smallest: int, guarded: Collection[str] = ()
) -> Line:
    """A measure that follows another, as people follow needs: hidden in the same rows.

    `guarded` rows are hidden whatever their size.
    """
    if sum(leads.values()) < smallest:
        return Line(total=None, rows={}, others=None)
    hidden = hidden_rows(leads, smallest=smallest, guarded=guarded)
    return Line(
        total=sum(counts.values()),
        rows={row: n for row, n in counts.items() if n and row not in hidden},
        others=sum(counts.get(row, 0) for row in hidden) if hidden else None,
    )


def hidden_rows(counts: Counts, *, smallest: int, guarded: Collection[str] = ()) -> set[str]:
    """The small rows, zeros too; and the next larger ones until they hide each other."""
    small = {row for row, n in counts.items() if n < smallest or row in guarded}
    if not any(counts[row] for row in small):
        return set()  # only zeros: nobody is in them
    for row in sorted(counts.keys() - small, key=lambda row: (counts[row], row)):
        if _hide_each_other([counts[row] for row in small], smallest):
            break
        small.add(row)
    return small


def _hide_each_other(numbers: list[int], smallest: int) -> bool:
    """Each may be anything from 0 to the sum, and two at least are not 0."""
    return sum(n > 0 for n in numbers) >= 2 and sum(numbers) >= HIDDEN_TOGETHER * smallest


def help_may_be_shown(*, asked: int, helped: int, smallest: int) -> bool:
    """Of all until now. Where nearly all were helped, who was asked for follows from who was
    helped: a small number of either could be worked out from the other."""
    return asked - helped >= smallest

"""Flows from column to column, laid out: what goes into a column goes out of it again.

Knows nothing of projects. A strand is one sum with its place in each column.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

Strand = tuple[tuple[str, ...], Decimal]
OTHERS = "+"  # all that is too small to stand alone

WIDTH, NODE, GAP, LEAST = 800, 14, 20, 360  # pixels; words of the last column stand behind it


@dataclass(frozen=True)
class Node:
    column: int
    key: str
    value: Decimal
    x: float
    y: float
    height: float


@dataclass(frozen=True)
class Link:
    source: Node
    target: Node
    value: Decimal
    path: str


@dataclass(frozen=True)
class Layout:
    nodes: list[Node]
    links: list[Link]
    height: int
    width: int = WIDTH


def bundled(strands: Sequence[Strand], most: int) -> list[Strand]:
    """The `most` largest of each column keep their place; all others become `OTHERS`."""
    if not strands:
        return []
    kept = [
        set(sorted(sums, key=lambda key: (-sums[key], key))[:most]) for sums in columns_of(strands)
    ]
    together: dict[tuple[str, ...], Decimal] = defaultdict(Decimal)
    for keys, value in strands:
        place = tuple(key if key in here else OTHERS for key, here in zip(keys, kept, strict=True))
        together[place] += value
    return list(together.items())


def columns_of(strands: Sequence[Strand]) -> list[dict[str, Decimal]]:
    """Of each column the sums by key; every column has the same total."""
    columns: list[dict[str, Decimal]] = [defaultdict(Decimal) for _key in strands[0][0]]
    for keys, value in strands:
        for column, key in zip(columns, keys, strict=True):
            column[key] += value
    return columns


def laid_out(strands: Sequence[Strand], *, last: Sequence[str] = ()) -> Layout | None:
    """`last`: keys that stand below all others, whatever their size. None: nothing flows."""
    strands = [(keys, value) for keys, value in strands if value > 0]
    if not strands:
        return None
    columns = columns_of(strands)
    longest = max(map(len, columns))
    height = max(LEAST, longest * (GAP + 16))
    per_unit = (height - GAP * (longest - 1)) / float(sum(columns[0].values()))
    below = {key: place for place, key in enumerate((OTHERS, *last), start=1)}
    nodes = [
        stacked(at, column, below, at * (WIDTH - NODE) / max(1, len(columns) - 1), per_unit)
        for at, column in enumerate(columns)
    ]
    links = [
        link
        for at in range(len(columns) - 1)
        for link in links_of(strands, at, nodes[at], nodes[at + 1], per_unit)
    ]
    return Layout([node for column in nodes for node in column.values()], links, height)


def stacked(
    at: int, column: Mapping[str, Decimal], below: Mapping[str, int], x: float, per_unit: float
) -> dict[str, Node]:
    y, found = 0.0, {}
    for key in sorted(column, key=lambda key: (below.get(key, 0), -column[key], key)):
        height = float(column[key]) * per_unit
        found[key] = Node(at, key, column[key], x, y, height)
        y += height + GAP
    return found


def links_of(
    strands: Sequence[Strand],
    at: int,
    left: Mapping[str, Node],
    right: Mapping[str, Node],
    per_unit: float,
) -> list[Link]:
    """Ribbons between two columns, in the order of the nodes on both sides."""
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for keys, value in strands:
        sums[keys[at], keys[at + 1]] += value
    out = {key: node.y for key, node in left.items()}
    into = {key: node.y for key, node in right.items()}
    found = []
    for source, target in ((a, b) for a in left for b in right if (a, b) in sums):
        value = sums[source, target]
        thick = float(value) * per_unit
        path = ribbon(left[source].x + NODE, out[source], right[target].x, into[target], thick)
        found.append(Link(left[source], right[target], value, path))
        out[source] += thick
        into[target] += thick
    return found


def ribbon(x1: float, y1: float, x2: float, y2: float, thick: float) -> str:
    middle = (x1 + x2) / 2
    points = (x1, y1, middle, y1, middle, y2, x2, y2, x2, y2 + thick)
    back = (middle, y2 + thick, middle, y1 + thick, x1, y1 + thick)
    text = "M{} {}C{} {} {} {} {} {}L{} {}C{} {} {} {} {} {}Z"
    return text.format(*(f"{number:.1f}" for number in (*points, *back)))

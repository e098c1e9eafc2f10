"""The picture of a comparison: below each figure and value a bar of the one, a bar of the other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from nebe.core.ui.charts import shown

from ..facets import NAMES
from ..selectors.comparison import Comparison, Number
from .svg import INNER, Canvas, Words, number

FACETS = ("year", "theme", "target", "org", "funder")
SIDES = ("first", "second")
MOST = 8  # values of a facet
YEARS = 20
WORDS_WIDE, NUMBER_WIDE = 330, 150  # pixels
SCALE = INNER - WORDS_WIDE - NUMBER_WIDE
KEY_LINE, HEAD, ROW, BAR, BETWEEN = 24, 38, 36, 12, 2


@dataclass(frozen=True)
class Row:
    label: str
    numbers: tuple[Number, Number]
    top: int | Decimal  # where its scale ends


@dataclass(frozen=True)
class Bar:
    kind: str
    x: str
    y: str
    width: str
    height: str = str(BAR)


def drawing(found: Comparison, labels: Sequence[str]) -> dict[str, Any]:
    canvas = Canvas(INNER)
    sides = enumerate(zip(SIDES, labels, strict=True))
    keys = [canvas.key(0, 14 + at * KEY_LINE, kind, label) for at, (kind, label) in sides]
    texts: list[Words] = []
    bars: list[Bar] = []
    y = 2 * KEY_LINE
    for title, rows in sections(found):
        y += HEAD
        texts.append(canvas.words(0, y - 10, title, kind="strong", room=INNER))
        for row in rows:
            texts.append(canvas.words(0, y + 17, row.label, room=WORDS_WIDE - 12))
            for at, bar in enumerate(bars_of(row, y, canvas)):
                end = WORDS_WIDE + float(bar.width) + 8
                texts.append(canvas.words(end, float(bar.y) + 10, told(row.numbers[at])))
                bars.append(bar)
            y += ROW
    said = found.differences(labels)[0]
    return {"said": said, "keys": keys, "texts": texts, "bars": bars, "height": y + 4}


def told(number: Number) -> str:
    return "–" if number is None else shown(number)


def bars_of(row: Row, y: int, canvas: Canvas) -> Iterator[Bar]:
    """What is below nothing has no bar; its number stands there."""
    for at, (kind, value) in enumerate(zip(SIDES, row.numbers, strict=True)):
        width = float(SCALE * value / row.top) if value and value > 0 else 0.0
        left = number(canvas.start(WORDS_WIDE, width))
        yield Bar(kind, left, str(y + 2 + at * (BAR + BETWEEN)), number(width))


def sections(found: Comparison) -> Iterator[tuple[str, list[Row]]]:
    """Each figure has its own scale, for money is no number of projects; values of a facet one."""
    figures = [
        Row(label, (first, second), max(first or 0, second or 0))
        for label, first, second in found.rows
    ]
    yield _("In figures"), figures
    for name in FACETS:
        table = found.table(name)
        rows = table[-YEARS:] if name == "year" else table[:MOST]
        if rows:
            top = max(max(first, second) for _label, first, second in rows)
            title = str(NAMES[name])
            yield title, [Row(label, (first, second), top) for label, first, second in rows]

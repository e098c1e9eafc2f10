"""Charts as SVG that the page's own style colours: dark, on paper, from right to left.

Lengths along the line of reading are per cent of the width, so that letters keep their size on a
phone. Numbers are text here: a template would write them with the reader's comma.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from django.utils import numberformat
from django.utils.formats import get_format
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

TOP, BOTTOM, HEIGHT = 14, 176, 200  # pixels
FOOT = 194  # where the labels below stand
ROW, BAR, GAP = 22, 14, 12  # of bars that lie: the words above, the bar, what is between two
LONGEST = 80  # per cent of the line; the rest is for the number behind the bar
MOST_LETTERS = 40  # of the words above a bar: as many as a phone has room for
STEPS = (1, 2, 5, 10)
Number = int | Decimal


@dataclass(frozen=True)
class Series:
    label: str
    numbers: Sequence[Number]


@dataclass(frozen=True)
class Bar:
    x: str
    y: str
    width: str
    height: str
    series: int
    title: str


@dataclass(frozen=True)
class Mark:
    """Words, and where on the line they are held: `start`, `middle` or `end`."""

    x: str
    y: str
    text: str
    anchor: str = "start"


@dataclass(frozen=True)
class Rule:
    x1: str
    y1: str
    x2: str
    y2: str
    series: int = 0  # none: a line of the scale


@dataclass(frozen=True)
class Dot:
    x: str
    y: str
    series: int
    title: str


@dataclass(frozen=True)
class Chart:
    """What `ui/components/chart.html` draws; `words` say the same."""

    series: Sequence[Series]
    words: str
    bars: list[Bar] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)
    height: int = HEIGHT


def columns_chart(labels: Sequence[str], series: Sequence[Series]) -> Chart | None:
    """Columns side by side for each label; None where there is nothing to draw."""
    highest = _highest(series)
    if not highest or len(labels) < 2:
        return None
    top = scale_top(highest)
    slot = 100 / len(labels)
    width = slot * 0.8 / len(series)
    bars = [
        _bar(place * slot + slot * 0.1 + index * width, width, number, top, index, label)
        for index, one in enumerate(series)
        for place, (label, number) in enumerate(zip(labels, one.numbers, strict=True))
        if number
    ]
    return Chart(
        series,
        all_in_words(labels, series),
        bars=bars,
        marks=[*_feet(labels), *_scale_marks(top)],
        rules=_scale_rules(top),
    )


def line_chart(labels: Sequence[str], series: Sequence[Series]) -> Chart | None:
    """How something moves: a line from label to label for each series."""
    highest = _highest(series)
    if not highest or len(labels) < 2:
        return None
    top = scale_top(highest)
    step = 100 / (len(labels) - 1)
    dots = [
        [
            Dot(
                _percent(_mirrored(place * step)),
                str(_height(number, top)),
                index,
                f"{label}: {shown(number)}",
            )
            for place, (label, number) in enumerate(zip(labels, one.numbers, strict=True))
        ]
        for index, one in enumerate(series, start=1)
    ]
    lines = [
        Rule(first.x, first.y, second.x, second.y, first.series)
        for line in dots
        for first, second in pairwise(line)
    ]
    return Chart(
        series,
        all_in_words(labels, series),
        marks=[*_feet(labels), *_scale_marks(top)],
        rules=[*_scale_rules(top), *lines],
        dots=[dot for line in dots for dot in line],
    )


def bars_chart(
    labels: Sequence[str], series: Sequence[Series], *, of_all: bool = False, top: Number = 0
) -> Chart | None:
    """Bars that lie below their label, as long labels need.

    `of_all`: as shares of the sum; `top`: where the scale ends, if not at the highest number.
    """
    highest = top or (sum(series[0].numbers) if of_all and series else _highest(series))
    if not highest:
        return None
    bars, marks = [], []
    y = 0
    for place, label in enumerate(labels):
        marks.append(Mark(_percent(_mirrored(0)), str(y + 15), _shortened(label)))
        y += ROW
        for index, one in enumerate(series, start=1):
            number = one.numbers[place]
            start, width = share_of(number, Decimal(highest) * 100 / LONGEST)
            bars.append(Bar(start, str(y), width, str(BAR), index, f"{label}: {shown(number)}"))
            said = _share(number, highest) if of_all else shown(number)
            marks.append(Mark(_percent(_mirrored(100)), str(y + 11), said, "end"))
            y += BAR + 2
        y += GAP
    return Chart(series, all_in_words(labels, series), bars=bars, marks=marks, height=y)


def _shortened(label: str) -> str:
    """The table beside the chart has all of it."""
    if len(label) <= MOST_LETTERS:
        return label
    return label[: MOST_LETTERS - 1].rstrip() + "…"


def shown(number: Number) -> str:
    """In groups of three, as the reader writes them, with decimals only where there are some."""
    return numberformat.format(
        int(number) if number == int(number) else number,
        get_format("DECIMAL_SEPARATOR"),
        grouping=3,
        thousand_sep=get_format("THOUSAND_SEPARATOR"),
        force_grouping=True,
    )


def _share(number: Number, whole: Number) -> str:
    return _("%(number)s %%") % {"number": round(100 * number / whole)}


def _highest(series: Sequence[Series]) -> Number:
    return max((max(one.numbers, default=0) for one in series), default=0)


def _feet(labels: Sequence[str]) -> list[Mark]:
    """Three fit on a phone; the middle one only where there is one."""
    middle, even = divmod(len(labels) - 1, 2)
    places = [(0, labels[0], "start"), (100, labels[-1], "end")]
    if not even:
        places.insert(1, (50, labels[middle], "middle"))
    return [
        Mark(_percent(_mirrored(x)), str(FOOT), label, anchor)
        for x, label, anchor in places
        if label
    ]


def _scale(top: Number) -> list[Number]:
    return [number for number in (top, top // 2) if number]


def _scale_marks(top: Number) -> list[Mark]:
    edge = _percent(_mirrored(0))  # where the line of reading begins
    return [Mark(edge, str(_height(number, top) - 3), shown(number)) for number in _scale(top)]


def _scale_rules(top: Number) -> list[Rule]:
    heights = [str(_height(number, top)) for number in (*_scale(top), 0)]
    return [Rule("0%", y, "100%", y) for y in heights]


def _bar(start: float, width: float, number: Number, top: Number, series: int, label: str) -> Bar:
    y = _height(number, top)
    return Bar(
        x=_percent(_mirrored(start, width)),
        y=str(y),
        width=_percent(width),
        height=str(BOTTOM - y),
        series=series + 1,
        title=f"{label}: {shown(number)}",
    )


def all_in_words(labels: Sequence[str], series: Sequence[Series]) -> str:
    return " ".join(in_words(labels, one) for one in series)


def in_words(labels: Sequence[str], series: Series) -> str:
    most = max(range(len(labels)), key=lambda place: series.numbers[place])
    return _("%(what)s: %(total)s in all, most in %(when)s (%(most)s).") % {
        "what": series.label,
        "total": shown(sum(series.numbers)),
        "when": labels[most],
        "most": shown(series.numbers[most]),
    }


def share_of(number: Number, highest: Number) -> tuple[str, str]:
    """Where a bar in a row of a table begins, and how long it is."""
    width = float(100 * number / highest) if highest else 0.0
    return _percent(_mirrored(0, width)), _percent(width)


def scale_top(highest: Number) -> int:
    """The next round number; an even one, so that half of it can be written at its line."""
    power = 1
    while power * 10 <= highest:
        power *= 10
    top = next(step * power for step in STEPS if step * power >= highest)
    return max(2, top if top % 2 == 0 else top + 1)


def _height(number: Number, top: Number) -> int:
    return round(BOTTOM - (BOTTOM - TOP) * number / top)


def _mirrored(start: float, width: float = 0) -> float:
    return 100 - start - width if get_language_bidi() else start


def _percent(value: float) -> str:
    return f"{value:.2f}%"

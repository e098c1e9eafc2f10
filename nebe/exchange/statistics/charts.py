"""Charts as SVG that the page's own style colours: dark, on paper, from right to left.

Lengths along the line of reading are per cent of the width, so that letters keep their size on a
phone. Numbers are text here: a template would write them with the reader's comma.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

TOP, BOTTOM, HEIGHT = 14, 176, 200  # pixels
STEPS = (1, 2, 5, 10)


@dataclass(frozen=True)
class Series:
    label: str
    numbers: Sequence[int]


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
    """A label with where it stands."""

    at: str
    text: str


@dataclass(frozen=True)
class Columns:
    series: Sequence[Series]
    bars: list[Bar]
    feet: list[Mark]
    lines: list[Mark]
    edge: str  # where the line of reading begins
    words: str
    height: int = HEIGHT


def columns_chart(labels: Sequence[str], series: Sequence[Series]) -> Columns | None:
    """Columns side by side for each label; None where there is nothing to draw."""
    highest = max((max(one.numbers, default=0) for one in series), default=0)
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
    feet = [
        Mark(_percent(_mirrored(place)), label)
        for place, label in zip((0, 50, 100), _ends_and_middle(labels), strict=True)
    ]
    lines = [Mark(str(_height(n, top)), number_format(n)) for n in (top, top // 2) if n]
    edge = "100%" if get_language_bidi() else "0"
    words = " ".join(in_words(labels, one) for one in series)
    return Columns(series, bars, feet, lines, edge, words)


def _ends_and_middle(labels: Sequence[str]) -> list[str]:
    """Three fit on a phone; the middle one only where there is one."""
    middle, even = divmod(len(labels) - 1, 2)
    return [labels[0], "" if even else labels[middle], labels[-1]]


def _bar(start: float, width: float, number: int, top: int, series: int, label: str) -> Bar:
    y = _height(number, top)
    return Bar(
        x=_percent(_mirrored(start, width)),
        y=str(y),
        width=_percent(width),
        height=str(BOTTOM - y),
        series=series + 1,
        title=f"{label}: {number_format(number)}",
    )


def in_words(labels: Sequence[str], series: Series) -> str:
    most = max(range(len(labels)), key=lambda place: series.numbers[place])
    return _("%(what)s: %(total)s in all, most in %(when)s (%(most)s).") % {
        "what": series.label,
        "total": number_format(sum(series.numbers)),
        "when": labels[most],
        "most": number_format(series.numbers[most]),
    }


def share_of(number: int, highest: int) -> tuple[str, str]:
    """Where a bar in a row of a table begins, and how long it is."""
    width = 100 * number / highest if highest else 0.0
    return _percent(_mirrored(0, width)), _percent(width)


def scale_top(highest: int) -> int:
    """The next round number; an even one, so that half of it can be written at its line."""
    power = 1
    while power * 10 <= highest:
        power *= 10
    top = next(step * power for step in STEPS if step * power >= highest)
    return max(2, top if top % 2 == 0 else top + 1)


def _height(number: int, top: int) -> int:
    return round(BOTTOM - (BOTTOM - TOP) * number / top)


def _mirrored(start: float, width: float = 0) -> float:
    return 100 - start - width if get_language_bidi() else start


def _percent(value: float) -> str:
    return f"{value:.2f}%"

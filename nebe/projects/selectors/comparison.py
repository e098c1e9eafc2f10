"""Two selections side by side: figures, charts, and what differs in words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nebe.core.ui.charts import Chart, Series, bars_chart, columns_chart, shown
from nebe.core.ui.templatetags.ui import listed

from ..facets import NAMES
from .figures import BARS, Figures, most_of, through

TIMES = Decimal("1.05")  # less is no difference worth words
Number = int | Decimal | None
Row = tuple[str, Number, Number]


@dataclass(frozen=True)
class Comparison:
    first: Figures
    second: Figures

    @property
    def sides(self) -> tuple[Figures, Figures]:
        return self.first, self.second

    @property
    def rows(self) -> list[Row]:
        """The headline figures; None: not to be said."""
        told: list[tuple[str, list[Number]]] = [
            (_("Projects"), [side.projects for side in self.sides]),
            (_("Projects that run now"), [side.running for side in self.sides]),
            (_("Organisations"), [side.number_of("org") for side in self.sides]),
            (_("Who pays"), [side.number_of("funder") for side in self.sides]),
            (_("Places"), [side.number_of("town") for side in self.sides]),
        ]
        if self.first.amounts and self.second.amounts:
            name = f"{self.first.amounts.name} ({self.first.amounts.currency})"
            told.append((name, [total_of(side) for side in self.sides]))
        return [(label, first, second) for label, (first, second) in told]

    def table(self, name: str) -> list[tuple[str, int, int]]:
        """Projects of each side by the values of a facet, the most first, years in their order."""
        found: dict[str, tuple[str, list[int]]] = {}
        for at, side in enumerate(self.sides):
            for share in side.by.get(name, []):
                found.setdefault(share.value, (share.label, [0, 0]))[1][at] = share.number
        rows = [(label, first, second) for label, (first, second) in found.values()]
        if name == "year":
            told = {row[0]: row for row in rows}
            return [told.get(year, (year, 0, 0)) for year in through(told)]
        return sorted(rows, key=lambda row: (-row[1] - row[2], row[0]))

    def chart(self, name: str, labels: Sequence[str]) -> Chart | None:
        rows = self.table(name)[-30:] if name == "year" else self.table(name)[:BARS]
        numbers = [[row[1] for row in rows], [row[2] for row in rows]]
        series = [Series(*pair) for pair in zip(labels, numbers, strict=True)]
        draw = columns_chart if name == "year" else bars_chart
        chart = draw([row[0] for row in rows], series)
        said = [
            f"{label}. {most_of(side.by[name])}"
            for label, side in zip(labels, self.sides, strict=True)
            if side.by.get(name)
        ]
        return chart and replace(chart, words=" ".join(said))

    def differences(self, labels: Sequence[str]) -> list[str]:
        return [*self._of_projects(labels), *self._of_money(labels), *self._of_themes(labels)]

    def _of_projects(self, labels: Sequence[str]) -> list[str]:
        numbers = [side.projects for side in self.sides]
        gap = abs(numbers[0] - numbers[1])
        if not gap:
            return [_("Both have as many projects.")]
        more = labels[0] if numbers[0] > numbers[1] else labels[1]
        text = ngettext(
            "“%(more)s” has %(number)s project more.",
            "“%(more)s” has %(number)s projects more.",
            gap,
        )
        return [text % {"more": more, "number": gap}]

    def _of_money(self, labels: Sequence[str]) -> list[str]:
        sums = [side.amounts.total if side.amounts else Decimal(0) for side in self.sides]
        low, high = sorted(sums)
        if low <= 0 or high / low < TIMES:
            return []
        more = labels[sums.index(high)]
        times = (high / low).quantize(Decimal("0.1"))
        return [
            _("The money of “%(more)s” is %(times)s times as much.")
            % {"more": more, "times": shown(times)}
        ]

    def _of_themes(self, labels: Sequence[str]) -> list[str]:
        said = []
        for at, label in enumerate(labels, start=1):
            names = [row[0] for row in self.table("theme") if row[at] and not row[3 - at]]
            if names:
                values = {"name": label, "themes": listed(names)}
                said.append(_("Themes of “%(name)s” alone: %(themes)s.") % values)
        return said

    def lines(self) -> list[list]:
        """All of it as rows of a file."""
        told = [["", label, plain(first), plain(second)] for label, first, second in self.rows]
        for name in ("year", "theme", "target", "org", "funder", "programme"):
            told += [[str(NAMES[name]), *row] for row in self.table(name)]
        return told


def total_of(side: Figures) -> Decimal | None:
    """None also where no sum could be led over into the currency: that is not nothing."""
    amounts = side.amounts
    if amounts is None or (amounts.unconverted and not amounts.values):
        return None
    return amounts.total


def plain(number: Number) -> int | float | None:
    return float(number) if isinstance(number, Decimal) else number

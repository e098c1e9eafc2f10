"""The series about a country as its page shows them: a line through the years, a table, whose."""

from collections import defaultdict
from dataclasses import dataclass

from nebe.core.ui.charts import Chart, Series, line_chart

from ..models import ContextFigure


@dataclass(frozen=True)
class Shown:
    key: str
    title: str
    rows: list[ContextFigure]  # the newest first

    @property
    def chart(self) -> Chart | None:
        years = list(reversed(self.rows))
        return line_chart(
            [str(row.year) for row in years], [Series(self.title, [row.value for row in years])]
        )

    @property
    def newest(self) -> ContextFigure:
        return self.rows[0]

    @property
    def sources(self) -> list[tuple[str, str]]:
        return sorted({(row.source, row.licence) for row in self.rows})


def series_of(country: str) -> list[Shown]:
    by_series: dict[str, list[ContextFigure]] = defaultdict(list)
    for row in ContextFigure.objects.filter(country=country).order_by("-year"):
        by_series[row.series].append(row)
    return [
        Shown(key, str(label), by_series[key])
        for key, label in ContextFigure.Series.choices
        if key in by_series
    ]

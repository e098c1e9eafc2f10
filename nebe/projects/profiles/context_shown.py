"""The series about a country as its page shows them: a line through the years, a table, whose."""

from collections import defaultdict
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from nebe.core.ui.charts import Chart, Series, line_chart, shown

from ..models import ContextFigure


@dataclass(frozen=True)
class Shown:
    key: str
    title: str
    rows: list[ContextFigure]  # the newest first

    @property
    def chart(self) -> Chart | None:
        years = list(reversed(self.rows))
        labels, numbers = [str(row.year) for row in years], [row.value for row in years]
        chart = line_chart(labels, [Series("", numbers)])
        return chart and replace(chart, words=self.words)

    @property
    def words(self) -> str:
        """What the line says; a sum of people counted each year would say nothing."""
        most = max(self.rows, key=lambda row: row.value)
        return _("%(what)s: %(now)s in %(year)s, most in %(most_year)s (%(most)s).") % {
            "what": self.title,
            "now": shown(self.newest.value),
            "year": self.newest.year,
            "most_year": most.year,
            "most": shown(most.value),
        }

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

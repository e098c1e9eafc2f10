"""Charts are lengths in per cent and pixels, and say the same in words."""

from decimal import Decimal

from django.utils.translation import override

from nebe.core.ui.charts import Series, bars_chart, columns_chart, line_chart, shown

LABELS = ["Spring", "Summer", "Autumn"]
SERIES = [Series("2025", [5, 10, 0]), Series("2024", [Decimal("2.5"), 1, 1])]


def test_it_works():
    chart = columns_chart(LABELS, SERIES)
    assert len(chart.bars) == 5  # none for nothing
    assert [mark.text for mark in chart.marks] == ["Spring", "Summer", "Autumn", "10", "5"]
    assert chart.words.startswith("2025: 15 in all, most in Summer (10).")


def test_a_line_goes_from_label_to_label():
    chart = line_chart(LABELS, SERIES)
    assert [dot.x for dot in chart.dots[:3]] == ["0.00%", "50.00%", "100.00%"]
    assert [rule.series for rule in chart.rules] == [0, 0, 0, 1, 1, 2, 2]
    with override("ar"):
        assert [dot.x for dot in line_chart(LABELS, SERIES).dots[:3]] == [
            "100.00%",
            "50.00%",
            "0.00%",
        ]


def test_shares_are_of_the_sum():
    chart = bars_chart(LABELS, SERIES[:1], of_all=True)
    assert [bar.width for bar in chart.bars] == ["26.67%", "53.33%", "0.00%"]
    assert [mark.text for mark in chart.marks if mark.anchor == "end"] == ["33 %", "67 %", "0 %"]
    with override("ar"):
        assert bars_chart(LABELS, SERIES[:1]).bars[0].x == "60.00%"


def test_bars_of_two_series_lie_below_their_label():
    chart = bars_chart(LABELS, SERIES)
    assert len(chart.bars) == 6
    assert int(chart.bars[0].y) < int(chart.bars[1].y) < int(chart.marks[3].y)
    assert chart.height > int(chart.bars[-1].y)
    assert [mark.text for mark in chart.marks[:3]] == ["Spring", "5", "2.5"]


def test_nothing_is_drawn_of_nothing():
    empty = [Series("2025", [0, 0, 0])]
    assert columns_chart(LABELS, empty) is None
    assert line_chart(LABELS[:1], [Series("2025", [1])]) is None
    assert bars_chart([], []) is None


def test_large_numbers_can_be_read():
    assert shown(Decimal("17500000.00")) == "17,500,000"
    with override("ar"):
        assert shown(17500000) == "17.500.000"

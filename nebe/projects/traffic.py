"""How an indicator goes: what was reached beside what should be reached by now.

The thresholds stand here and nowhere else; the page that explains them reads them.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import pgettext_lazy

ON_TRACK = Decimal("0.9")  # of what should be reached by now
BEHIND = Decimal("0.6")


class State(StrEnum):
    ON_TRACK = "on_track"
    BEHIND = "behind"
    FAR_BEHIND = "far_behind"
    NO_DATA = "no_data"


LABELS = {
    State.ON_TRACK: pgettext_lazy("indicator", "on track"),
    State.BEHIND: pgettext_lazy("indicator", "behind"),
    State.FAR_BEHIND: pgettext_lazy("indicator", "far behind"),
    State.NO_DATA: pgettext_lazy("indicator", "no data"),
}
TONES = {State.ON_TRACK: "good", State.BEHIND: "warn", State.FAR_BEHIND: "bad", State.NO_DATA: ""}
# A shape for each, so that colour is not what tells them apart.
SIGNS = {State.ON_TRACK: "●", State.BEHIND: "◐", State.FAR_BEHIND: "○", State.NO_DATA: "–"}


@dataclass(frozen=True)
class Light:
    """`reached` and `due` are shares of the way from the beginning to the target."""

    state: State
    reached: Decimal | None = None
    due: Decimal | None = None

    @property
    def label(self) -> str:
        return str(LABELS[self.state])

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def sign(self) -> str:
        return SIGNS[self.state]

    @property
    def reached_percent(self) -> int | None:
        return None if self.reached is None else round(100 * self.reached)

    @property
    def due_percent(self) -> int | None:
        return None if self.due is None else round(100 * self.due)


NO_DATA = Light(State.NO_DATA)


def light(
    *,
    target: Decimal | None,
    actual: Decimal | None,
    baseline: Decimal | None = None,
    start: date | None,
    end: date | None,
    today: date,
    ascending: bool = True,
) -> Light:
    """Of one period; without a target, a figure or a time that has begun there is none."""
    if target is None or actual is None or start is None or end is None or today < start:
        return NO_DATA
    reached, due = share_of_way(target, actual, baseline, ascending), elapsed(start, end, today)
    if reached is None:
        return NO_DATA
    if reached >= ON_TRACK * due:
        state = State.ON_TRACK
    else:
        state = State.BEHIND if reached >= BEHIND * due else State.FAR_BEHIND
    return Light(state, reached, due)


def elapsed(start: date, end: date, today: date) -> Decimal:
    days = (end - start).days + 1
    gone = (min(today, end) - start).days + 1
    return Decimal(gone) / days if days > 0 else Decimal(1)


def share_of_way(
    target: Decimal, actual: Decimal, baseline: Decimal | None, ascending: bool
) -> Decimal | None:
    """From the beginning to the target; where less is better and nobody said how much there was
    at the beginning, how far the figure is down to the target."""
    if baseline is None and not ascending:
        if actual <= target:
            return Decimal(1)
        return target / actual if target > 0 else Decimal(0)
    way = target - (baseline or 0)
    if way == 0 or (way > 0) != ascending:  # the target is where it began, or behind it
        met = actual >= target if ascending else actual <= target
        return Decimal(1) if met else Decimal(0)
    return (actual - (baseline or 0)) / way

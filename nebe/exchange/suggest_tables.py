"""One need beside many offers, or the other way round, as the matching engine reads them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple, TypeVar

import numpy as np

from nebe.core.crypto.errors import KeyErased, KeyLost
from nebe.core.places.models import Municipality
from nebe.matching import (
    MISSING,
    AtLeast,
    DaysTogether,
    Near,
    Needs,
    Offers,
    Overlaps,
    Periods,
    Rules,
    Similar,
    WithinReach,
    Worth,
)
from nebe.matching.columns import REACH_LIMIT_KM

from .forms.questions import name_of
from .languages import BITS
from .models import Category, Need, Question
from .questions_meet import Answers, number_of, period_with, rule_of, rules_with, with_way

RULES = Rules(
    must=(WithinReach(), AtLeast("units"), AtLeast("clearance"), DaysTogether(1)),
    prefer=((Near(50), 400), (Overlaps("languages"), 200), (Similar(), 400)),
)
# Of two needs that an offer fits alike, the more urgent and the longer waiting comes first.
WORTH = Worth(tiers=(300, 150, 50, 0), a_day=2, days=180)
FEATURES = ("units", "languages", "clearance", "waiting", "urgency")
AHEAD = timedelta(days=28)  # of needs that name no end
Place = tuple[float, float]  # latitude, longitude
NOWHERE: Place = (np.nan, np.nan)
Side = TypeVar("Side", Needs, Offers)


class Row(NamedTuple):
    """One side of a pair. `units`: how many are needed of one offer, or left; `languages`: see
    `language_bits`; `clearance`: 1 where vetting is asked for, or was passed; `first`, `last`:
    days as ordinals; of needs also days of `waiting` and the tier of `urgency`; `said`: see
    `said_to`.
    """

    place: Place
    reach_km: int
    remote: bool
    units: int
    languages: int
    clearance: int
    first: int
    last: int
    waiting: int = 0
    urgency: int = 0
    said: Mapping[str, int] = MappingProxyType({})


Questions = Sequence[Question]  # of one kind of help, that meet: `questions_that_meet`


def rules_of(questions: Questions) -> Rules:
    """`units` stand for the question that counts places."""
    return rules_with(RULES, [one for one in questions if not one.counts])


def said_to(questions: Questions, answers: Answers) -> dict[str, int]:
    """Feature → number, of the answers of one side."""
    return {
        name_of(one): number_of(one, answers)
        for one in questions
        if not one.counts and rule_of(one) is not None
    }


def days_of(questions: Questions, answers: Answers, first: date, last: date) -> tuple[int, int]:
    """As ordinals, narrowed by the answers about dates; the end before the beginning for none."""
    return period_with(questions, answers, (first.toordinal(), last.toordinal())) or (1, 0)


def need_row(need: Need, questions: Questions, today: date) -> Row:
    """The category and both places of `need` are read, with questions its answers, too."""
    answers = with_way(questions, need, answers_of(need)) if questions else {}
    first = max(today, need.needed_from or today)
    last = max(first, need.needed_until or first + AHEAD)
    start, end = days_of(questions, answers, first, last)
    since = need.created_at.date() if need.created_at else today
    return Row(
        place=place_of(need.municipality),
        reach_km=need.reach_km,
        remote=need.remote,
        units=1 if need.category.divisible else need.missing,
        languages=language_bits(" ".join(spoken_by(need))),
        clearance=int(need.category.openness == Category.Openness.VETTED),
        first=start,
        last=end,
        waiting=max(0, (today - since).days),
        urgency=need.urgency,
        said=said_to(questions, answers),
    )


def answers_of(need: Need) -> Answers:
    """Nothing of a person who was erased meanwhile."""
    try:
        return need.answers or {}
    except (KeyErased, KeyLost):
        return {}


def spoken_by(need: Need) -> list[str]:
    return list(dict.fromkeys([need.language, *need.languages]))


def place_of(municipality: Municipality | None) -> Place:
    """Its centre: nothing more precise is known of anybody."""
    return (municipality.latitude, municipality.longitude) if municipality else NOWHERE


@lru_cache(maxsize=1000)
def language_bits(codes: str) -> int:
    """A set of languages as a number."""
    return sum(BITS.get(code, 0) for code in set(codes.split()))


def table(
    kind: type[Side],
    rows: Iterable[Row],
    questions: Questions,
    fits: Sequence[tuple[float, float]] | None = None,
) -> Side:
    """Rows as columns; the ids are the rows' numbers. `fits`: see `fit.as_columns`."""
    listed = list(rows)
    columns = dict(zip(Row._fields, zip(*listed, strict=True), strict=True)) if listed else {}

    def column(name: str, of: type) -> np.ndarray:
        return np.array(columns.get(name, ()), of)

    first, last = column("first", int), column("last", int)
    whole = first <= last
    latitude, longitude = column("place", float).reshape(-1, 2).T
    return kind.of(
        id=np.arange(len(listed)),
        category=np.zeros(len(listed), int),
        latitude=latitude,
        longitude=longitude,
        reach_km=np.minimum(column("reach_km", float), REACH_LIMIT_KM),
        remote=column("remote", bool),
        units=column("units", int),
        features={name: column(name, int) for name in FEATURES}
        | {name: _answered(name, listed) for name in said_to(questions, {})},
        periods=Periods(np.append(0, whole.cumsum()), first[whole], last[whole]),
        vectors=None if fits is None else np.array(fits, float).reshape(-1, 2),
    )


def _answered(name: str, rows: list[Row]) -> np.ndarray:
    return np.array([row.said.get(name, MISSING) for row in rows], int)

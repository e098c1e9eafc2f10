"""An invented city: its needs and offers, drawn from a seed. No place or person is real."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np

from nebe.matching import Needs, Offers, Periods

from ..columns import Table
from .files import write
from .rulefile import book

CATEGORIES = ("a room", "tutoring", "interpreting", "beds")
LANGUAGES = ("Arabic", "Czech", "English", "Ukrainian", "Vietnamese")
MIDDLE = 50.0, 15.0
KM_LATITUDE, KM_LONGITUDE = 111.2, 71.5  # kilometres of a degree there
# Quarters: kilometres east and north of the middle, how wide, share of the people.
QUARTERS = (
    (0.0, 0.0, 1.4, 0.35),
    (-5.0, 2.5, 1.0, 0.2),
    (4.5, 3.5, 0.9, 0.2),
    (3.0, -3.5, 1.1, 0.15),
    (-4.0, -3.0, 0.7, 0.1),
)
SEASON = 60  # days
FIRST_DAY = date(2026, 3, 1).toordinal()

RULES = """\
# What makes a pair, and what it is worth, for each kind of help.
[worth]
tiers = [500, 200, 0]  # points by urgency: 0, 1, 2
a_day = 2              # points for each day of waiting ...
days = 90              # ... but no more than so many days

[categories."a room"]
must = [
    { rule = "within_reach" },
    { rule = "at_least", feature = "people" },
    { rule = "days_together", days = 7 },
]
prefer = [{ rule = "near", km = 10, weight = 300 }]

[categories.tutoring]
must = [
    { rule = "within_reach" },
    { rule = "overlaps", feature = "languages" },
    { rule = "at_least", feature = "clearance" },
]
prefer = [{ rule = "near", km = 10, weight = 300 }]

[categories.interpreting]
must = [{ rule = "within_reach" }, { rule = "overlaps", feature = "languages" }]
prefer = [{ rule = "near", km = 10, weight = 300 }]

[categories.beds]
must = [{ rule = "within_reach" }]
prefer = [
    { rule = "near", km = 10, weight = 300 },
    { rule = "overlaps", feature = "languages", weight = 100 },
]
"""
BOOK = book(tomllib.loads(RULES))


@dataclass(frozen=True)
class City:
    needs: Needs
    offers: Offers
    seed: int


def draw_city(seed: int, needs: int = 90, offers: int = 70, *, wide: float = 1.0) -> City:
    """The same for the same seed; `wide` times as wide as the small one."""
    rng = np.random.default_rng(seed)
    return City(_needs(rng, needs, wide), _offers(rng, offers, wide), seed)


def write_city(city: City, folder: Path) -> None:
    """As the files that `solve` reads."""
    folder.mkdir(parents=True, exist_ok=True)
    for table in (city.needs, city.offers):
        write(folder / f"{table.name}.csv", _columns(table))
    (folder / "rules.toml").write_text(RULES, "utf-8")


def _columns(table: Table) -> dict[str, np.ndarray]:
    names = ("id", "category", "latitude", "longitude", "reach_km", "remote", "units")
    words = [
        " ".join(word for n, word in enumerate(LANGUAGES) if bits >> n & 1)
        for bits in table.features["languages"].tolist()
    ]
    assert table.periods is not None
    start, days = table.periods.start.tolist(), [table.periods.first, table.periods.last]
    periods = [
        " ".join("..".join(str(date.fromordinal(int(day[k]))) for day in days) for k in range(a, b))
        for a, b in pairwise(start)
    ]
    return (
        {name: getattr(table, name) for name in names}
        | {name: column for name, column in table.features.items() if name != "languages"}
        | {"languages": np.array(words, str), "periods": np.array(periods, str)}
    )


def _needs(rng: np.random.Generator, size: int, wide: float) -> Needs:
    category = rng.choice(CATEGORIES, size, p=[0.35, 0.3, 0.2, 0.15])
    beds = category == "beds"
    return Needs.of(
        id=np.arange(1, size + 1),
        category=category,
        **_places(rng, size, wide),
        reach_km=rng.choice([1, 2, 4], size),
        remote=(category == "interpreting") & (rng.random(size) < 0.5),
        units=np.where(beds, rng.integers(1, 6, size), 1),
        features={
            "languages": _languages(rng, size, [0.2, 0.05, 0.2, 0.4, 0.15]),
            "people": np.where(category == "a room", rng.choice([1, 2, 3, 4, 5], size), 1),
            "clearance": (category == "tutoring") * rng.integers(0, 2, size),
            "urgency": rng.choice([0, 1, 2], size, p=[0.2, 0.3, 0.5]),
            "waiting": rng.integers(0, 90, size),
        },
        periods=_season(rng, size, category == "a room", 10),
    )


def _offers(rng: np.random.Generator, size: int, wide: float) -> Offers:
    category = rng.choice(CATEGORIES, size, p=[0.35, 0.3, 0.2, 0.15])
    return Offers.of(
        id=np.arange(1001, 1001 + size),
        category=category,
        **_places(rng, size, wide),
        reach_km=np.where(category == "a room", 2, rng.choice([2, 4, 8], size)),
        remote=(category == "interpreting") & (rng.random(size) < 0.4),
        units=np.where(category == "beds", rng.integers(1, 9, size), rng.choice([1, 1, 2], size)),
        features={
            "languages": _languages(rng, size, [0.1, 0.9, 0.6, 0.35, 0.1]),
            "people": rng.choice([1, 2, 3, 4, 6], size),
            "clearance": rng.integers(0, 2, size),
        },
        periods=_season(rng, size, category == "a room", 30),
    )


def _places(rng: np.random.Generator, size: int, wide: float) -> dict:
    quarters = np.array(QUARTERS)
    chosen = quarters[rng.choice(len(quarters), size, p=quarters[:, 3])]
    east, north = wide * (chosen[:, :2].T + rng.normal(size=(2, size)) * chosen[:, 2])
    return {
        "latitude": (MIDDLE[0] + north / KM_LATITUDE).round(5),
        "longitude": (MIDDLE[1] + east / KM_LONGITUDE).round(5),
    }


def _languages(rng: np.random.Generator, size: int, shares: list[float]):
    """Sets as bits, nobody without one."""
    spoken = rng.random((size, len(shares))) < np.array(shares)
    spoken[~spoken.any(axis=1), int(np.argmax(shares))] = True
    return (spoken << np.arange(len(shares))).sum(axis=1)


def _season(rng: np.random.Generator, size: int, timed, least: int) -> Periods:
    first = FIRST_DAY + rng.integers(0, SEASON, size)
    last = first + least + rng.integers(0, SEASON, size)
    return Periods.of(
        [(int(a), int(b))] if is_timed else []
        for a, b, is_timed in zip(first, last, timed, strict=True)
    )

"""Needs and offers as columns of numbers, checked at the door."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .errors import InputRefused, Problem

EARTH_M = 6_371_000
MISSING = np.iinfo(np.int64).min  # of a feature: not said
REACH_LIMIT_KM = 20_000
UNITS_LIMIT = np.iinfo(np.int32).max


@dataclass(frozen=True)
class Periods:
    """When somebody is free: row `i` has the days `first[k]` to `last[k]`, both included, for
    `k` in `start[i]:start[i + 1]`. Days are whole numbers on any calendar; periods do not overlap.
    """

    start: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]

    @classmethod
    def of(cls, rows: Iterable[Iterable[tuple[int, int]]]) -> Periods:
        """From a list of `(first, last)` for each row; without one, a row is free on no day."""
        listed = [list(row) for row in rows]
        start = np.cumsum([0, *map(len, listed)], dtype=np.int64)
        days = np.array([pair for row in listed for pair in row], np.int64).reshape(-1, 2)
        return cls(start, days[:, 0].copy(), days[:, 1].copy())


@dataclass(frozen=True, kw_only=True)
class Table:
    """One side. `id` (n): unique, of any type that has a text; `category` (n): labels;
    `latitude`, `longitude` (n): degrees, NaN without a place; `reach_km` (n): how far they go;
    `remote` (n): can be helped, or can help, at a distance; `units` (n): how many are wanted, or
    can be given; `features`: name → whole numbers (n), sets as bits, `MISSING` where not said;
    `vectors`: int8 (n, d) of texts, each of about one length.
    """

    id: NDArray
    category: NDArray
    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]
    reach_km: NDArray[np.float64]
    remote: NDArray[np.bool_]
    units: NDArray[np.int64]
    features: Mapping[str, NDArray[np.int64]] = field(default_factory=dict)
    periods: Periods | None = None
    vectors: NDArray[np.int8] | None = None

    name = "table"

    def __len__(self) -> int:
        return self.id.size

    @classmethod
    def of(
        cls,
        *,
        id: ArrayLike,
        category: ArrayLike,
        latitude: ArrayLike | None = None,
        longitude: ArrayLike | None = None,
        reach_km: ArrayLike | float = 0,
        remote: ArrayLike | bool = False,
        units: ArrayLike | int = 1,
        features: Mapping[str, ArrayLike] | None = None,
        periods: Periods | None = None,
        vectors: ArrayLike | None = None,
    ):
        """Columns of any kind, single values for all rows; raises `InputRefused`."""
        ids = np.asarray(id)
        size = ids.shape[0] if ids.ndim else 0

        def filled(value: ArrayLike | None, kind: Any, missing: float | int) -> NDArray:
            array = np.asarray(missing if value is None else value)
            return np.broadcast_to(array, (size,)).astype(kind) if array.ndim == 0 else array

        table = cls(
            id=ids,
            category=np.asarray(category),
            latitude=np.asarray(filled(latitude, np.float64, np.nan), np.float64),
            longitude=np.asarray(filled(longitude, np.float64, np.nan), np.float64),
            reach_km=np.asarray(filled(reach_km, np.float64, 0), np.float64),
            remote=np.asarray(filled(remote, np.bool_, 0), np.bool_),
            units=filled(units, np.int64, 1),
            features={k: np.asarray(v) for k, v in (features or {}).items()},
            periods=periods,
            vectors=None if vectors is None else quantised(np.asarray(vectors)),
        )
        table.check()
        return table

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, Any]]):
        """From rows with `id`, `category` and, as given, the other columns; what else a row holds
        is a feature. `periods` of a row is a list of `(first day, last day)`.
        """
        listed = list(rows)
        own = {"latitude": np.nan, "longitude": np.nan, "reach_km": 0, "remote": False, "units": 1}
        names = {name for row in listed for name in row} - {"id", "category", "periods", *own}
        timed = any("periods" in row for row in listed)
        return cls.of(
            id=np.array([row["id"] for row in listed]),
            category=np.array([row["category"] for row in listed]),
            **{k: np.array([row.get(k, empty) for row in listed]) for k, empty in own.items()},
            features={
                name: np.array([row.get(name, MISSING) for row in listed]) for name in sorted(names)
            },
            periods=Periods.of(row.get("periods", ()) for row in listed) if timed else None,
        )

    def check(self) -> None:
        """Raise `InputRefused` with everything that is wrong."""
        problems: list[Problem] = []

        def refuse(column: str, message: str, bad: NDArray) -> None:
            if np.any(bad):
                problems.append(Problem(self.name, column, message, np.flatnonzero(bad)))

        size = len(self)
        for column, array in self._arrays():
            if array.shape[:1] != (size,):
                message = f"{array.shape[0] if array.ndim else 'no'} rows where id has {size}"
                problems.append(Problem(self.name, column, message, np.array([], int)))
        if problems:
            raise InputRefused(problems)
        for column, array in (("units", self.units), *self.features.items()):
            if array.dtype.kind not in "iub" and size:
                problems.append(
                    Problem(self.name, column, "must be whole numbers", np.array([], int))
                )
        if problems:
            raise InputRefused(problems)
        refuse("id", "given before", _repeated(self.id))
        placed = ~np.isnan(self.latitude)
        refuse("longitude", "only one coordinate", placed != ~np.isnan(self.longitude))
        with np.errstate(invalid="ignore"):
            off_globe = (np.abs(self.latitude) > 90) | (np.abs(self.longitude) > 180)
        refuse("latitude", "not on the globe", off_globe)
        reach_is_wrong = ~((self.reach_km >= 0) & (self.reach_km <= REACH_LIMIT_KM))
        refuse("reach_km", f"must be 0 to {REACH_LIMIT_KM}", reach_is_wrong)
        refuse(
            "units", f"must be 0 to {UNITS_LIMIT}", (self.units < 0) | (self.units > UNITS_LIMIT)
        )
        if self.periods is not None:
            backwards = self.periods.last < self.periods.first
            rows = np.repeat(np.arange(size), np.diff(self.periods.start))
            refuse("periods", "ends before it begins", np.bincount(rows[backwards], minlength=size))
        if problems:
            raise InputRefused(problems)

    def _arrays(self):
        yield from (
            ("category", self.category),
            ("latitude", self.latitude),
            ("longitude", self.longitude),
            ("reach_km", self.reach_km),
            ("remote", self.remote),
            ("units", self.units),
            *self.features.items(),
        )
        if self.periods is not None:
            yield "periods", self.periods.start[1:]
        if self.vectors is not None:
            yield "vectors", self.vectors


class Needs(Table):
    name = "needs"


class Offers(Table):
    name = "offers"


def quantised(vectors: NDArray) -> NDArray[np.int8]:
    """Vectors as whole numbers of −127 to 127: products of these are the same on every machine."""
    if vectors.dtype == np.int8:
        return vectors
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        unit = np.where(lengths > 0, vectors / lengths, 0)
    return np.clip(np.rint(unit * 127), -127, 127).astype(np.int8)


def hashes(ids: NDArray) -> NDArray[np.uint64]:
    """A number for each id that is the same in any order and on any machine."""
    if ids.dtype.kind in "iu":
        return _mixed(ids.astype(np.int64).view(np.uint64))
    digests = (hashlib.blake2b(str(one).encode(), digest_size=8).digest() for one in ids.tolist())
    return np.frombuffer(b"".join(digests), dtype="<u8").astype(np.uint64)


def points(table: Table, rows: NDArray | slice = slice(None)) -> NDArray[np.int64]:
    """Metres from the centre of the earth of these rows: int64 (n, 3); 0, 0, 0 without a place.

    Distances are chords between such points: shorter than the way over the ground by under
    0.03 % up to 500 km, and the same whole numbers everywhere.
    """
    lat, lon = np.radians(table.latitude[rows]), np.radians(table.longitude[rows])
    axes = (np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat))
    return np.nan_to_num(np.rint(EARTH_M * np.stack(axes, axis=1))).astype(np.int64)


def _mixed(x: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """SplitMix64's last steps: neighbouring numbers are spread."""
    with np.errstate(over="ignore"):
        x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def _repeated(ids: NDArray) -> NDArray[np.bool_]:
    _, first = np.unique(ids, return_index=True)
    again = np.ones(ids.size, bool)
    again[first] = False
    return again

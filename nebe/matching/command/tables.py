"""From the columns of two files to `Needs` and `Offers`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
from numpy.typing import NDArray

from nebe.matching import (
    MISSING,
    Includes,
    InputRefused,
    Needs,
    Offers,
    Overlaps,
    Periods,
    RuleBook,
)

from .files import FileRefused, Sheet

OWN = ("id", "category", "latitude", "longitude", "reach_km", "remote", "units", "vectors")
PERIODS = ("periods", "periods_start", "periods_first", "periods_last")
YES, NO = ("true", "yes", "1"), ("false", "no", "0", "")
SET_LIMIT = 63  # different words of a set, one bit each


def tables(needs: Sheet, offers: Sheet, book: RuleBook) -> tuple[Needs, Offers]:
    """Raises `FileRefused` with all that is wrong in one of the files."""
    features = _features(needs, offers, _sets(book))
    return (
        _table(Needs, needs, features[0]),
        _table(Offers, offers, features[1]),
    )


def _table(kind, sheet: Sheet, features: dict[str, NDArray]):
    columns = sheet.columns
    if "vectors" in columns and (columns["vectors"].ndim != 2 or _is_object(columns["vectors"])):
        message = "must be lists of numbers, all of one length"
        raise FileRefused(sheet.refusal("vectors", message, np.array([], int)))
    given = {
        name: _numbers(sheet, name, float, empty)
        for name, empty in (("latitude", np.nan), ("longitude", np.nan), ("reach_km", 0.0))
        if name in columns
    }
    if "units" in columns:
        given["units"] = _numbers(sheet, "units", int, 1)
    if "remote" in columns:
        given["remote"] = _yes_or_no(sheet, "remote")
    try:
        return kind.of(
            id=_ids(columns["id"]),
            category=columns["category"].astype(str),
            features=features,
            periods=_periods(sheet),
            vectors=columns.get("vectors"),
            **given,
        )
    except InputRefused as refused:
        told = (sheet.refusal(p.column, p.message, p.rows) for p in refused.problems)
        raise FileRefused("\n".join(told)) from refused


def _is_object(column: NDArray) -> bool:
    return column.dtype.kind == "O"


def _ids(column: NDArray) -> NDArray:
    """Texts that are all whole numbers count as these: ids are the same in every format."""
    if not _is_object(column):
        return column
    try:
        numbers = [int(text) for text in column.tolist()]
        if all(str(n) == text for n, text in zip(numbers, column.tolist(), strict=True)):
            return np.array(numbers, np.int64)
    except (ValueError, OverflowError):
        pass
    return column.astype(str)


def _numbers(sheet: Sheet, name: str, kind: Callable, empty: float) -> NDArray:
    column = sheet.columns[name]
    if not _is_object(column):
        return column
    out, bad = [], []
    for row, text in enumerate(column.tolist()):
        try:
            out.append(kind(text) if text.strip() else empty)
        except ValueError:
            bad.append(row)
    if bad:
        what = "not a whole number" if kind is int else "not a number"
        raise FileRefused(sheet.refusal(name, what, np.array(bad)))
    try:
        return np.array(out, np.int64 if kind is int else np.float64)
    except OverflowError:
        large = np.array([abs(value) >= 2**63 for value in out])
        raise FileRefused(sheet.refusal(name, "too large", np.flatnonzero(large))) from None


def _yes_or_no(sheet: Sheet, name: str) -> NDArray[np.bool_]:
    column = sheet.columns[name]
    if column.dtype.kind == "b":
        return column
    texts = [str(value).strip().lower() for value in column.tolist()]
    bad = np.array([text not in YES + NO for text in texts], bool)
    if bad.any():
        raise FileRefused(sheet.refusal(name, "neither true nor false", np.flatnonzero(bad)))
    return np.array([text in YES for text in texts], bool)


def _periods(sheet: Sheet) -> Periods | None:
    """As text such as `2026-03-01..2026-03-31 2026-05-09`, or as the arrays of `Periods`."""
    if all(name in sheet.columns for name in PERIODS[1:]):
        return Periods(*(sheet.columns[name].astype(np.int64) for name in PERIODS[1:]))
    if "periods" not in sheet.columns:
        return None
    out, bad = [], []
    for row, text in enumerate(sheet.columns["periods"].tolist()):
        try:
            out.append([_period(word) for word in str(text).replace(";", " ").split()])
        except ValueError:
            bad.append(row)
    if bad:
        message = "not periods such as 2026-03-01..2026-03-31"
        raise FileRefused(sheet.refusal("periods", message, np.array(bad)))
    return Periods.of(out)


def _period(word: str) -> tuple[int, int]:
    first, _, last = word.partition("..")
    return _day(first), _day(last or first)


def _day(text: str) -> int:
    return int(text) if text.isdigit() else date.fromisoformat(text).toordinal()


def _sets(book: RuleBook) -> set[str]:
    """Features that rules read as sets."""
    every = [*book.categories.values(), *([book.others] if book.others else [])]
    rules = [rule for rules in every for rule in (*rules.must, *(r for r, _w in rules.prefer))]
    return {rule.feature for rule in rules if isinstance(rule, Includes | Overlaps)}


def _features(needs: Sheet, offers: Sheet, sets: set[str]):
    """All other columns as whole numbers. Words get one number, or bit, on both sides."""
    out: tuple[dict[str, NDArray], dict[str, NDArray]] = ({}, {})
    names = {
        name: None
        for sheet in (needs, offers)
        for name in sheet.columns
        if name not in OWN + PERIODS
    }
    for name in names:
        here = [k for k, sheet in enumerate((needs, offers)) if name in sheet.columns]
        sheets = [(needs, offers)[k] for k in here]
        if any(_is_text(sheet.columns[name]) for sheet in sheets):
            coded = _coded(sheets, name, as_sets=name in sets)
        else:
            coded = [_numbers(sheet, name, int, MISSING) for sheet in sheets]
        for k, column in zip(here, coded, strict=True):
            out[k][name] = column
    return out


def _is_text(column: NDArray) -> bool:
    if not _is_object(column):
        return False
    return not all(text.lstrip("-").isdigit() for text in map(str.strip, column.tolist()) if text)


def _coded(sheets: list[Sheet], name: str, *, as_sets: bool) -> list[NDArray[np.int64]]:
    texts = [[str(value) for value in sheet.columns[name].tolist()] for sheet in sheets]
    split: Callable[[str], list[str]] = (
        (lambda text: text.replace(",", " ").replace(";", " ").split())
        if as_sets
        else (lambda text: [text.strip()] if text.strip() else [])
    )
    words = sorted({word for column in texts for text in column for word in split(text)})
    if as_sets and len(words) > SET_LIMIT:
        message = f"{len(words)} different words in sets, {SET_LIMIT} are the most"
        raise FileRefused(sheets[0].refusal(name, message, np.array([], int)))
    number = {word: 1 << n if as_sets else n for n, word in enumerate(words)}
    empty = 0 if as_sets else MISSING
    return [
        np.array(
            [sum(number[w] for w in set(split(text))) if split(text) else empty for text in column],
            np.int64,
        )
        for column in texts
    ]

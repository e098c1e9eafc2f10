"""Columns in and out of CSV, npz and Parquet."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nebe.matching import MISSING

from ..errors import SHOWN

FORMATS = ("csv", "npz", "parquet")


class FileRefused(Exception):
    """A file that cannot be read as it is; the text says why and where."""


class PackageMissing(Exception):
    """Something must be installed first; the text says what."""


@dataclass(frozen=True)
class Sheet:
    """The columns of one file as they are. `lines` (n): where each row begins; None: rows."""

    path: Path
    columns: dict[str, NDArray]
    lines: NDArray[np.int64] | None = None

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), ()))

    def refusal(self, column: str, message: str, rows: NDArray) -> str:
        """One line of text that names file, column and rows."""
        return f"{self.path}, column {column}: {message}{self._where(rows)}"

    def _where(self, rows: NDArray) -> str:
        if not rows.size:
            return ""
        places = rows + 1 if self.lines is None else self.lines[rows]
        named = ", ".join(map(str, places[:SHOWN].tolist()))
        more = f" and {rows.size - SHOWN} more" if rows.size > SHOWN else ""
        word = "row" if self.lines is None else "line"
        return f" ({word}{'s' if rows.size > 1 else ''} {named}{more})"


def format_of(path: Path) -> str:
    """By the end of the name; raises `FileRefused`."""
    kind = path.suffix.lstrip(".").lower()
    if kind not in FORMATS:
        raise FileRefused(f"{path}: the name must end with .csv, .npz or .parquet")
    return kind


def read(path: Path) -> Sheet:
    """Raises `FileRefused` or `PackageMissing`."""
    reader = {"csv": _read_csv, "npz": _read_npz, "parquet": _read_parquet}[format_of(path)]
    try:
        sheet = reader(path)
    except OSError as error:
        raise FileRefused(f"{path}: {error.strerror or error}") from error
    names = list(sheet.columns)
    if not {"id", "category"} <= set(names):
        raise FileRefused(f"{path}: needs the columns id and category; it has {_listed(names)}")
    single = [name for name, column in sheet.columns.items() if not column.ndim]
    if single:
        raise FileRefused(f"{path}: no column but a single value: {_listed(single)}")
    return sheet


def write(path: Path, columns: Mapping[str, NDArray]) -> None:
    """Whole numbers that are `MISSING` are left empty, but in npz."""
    {"csv": _write_csv, "npz": _write_npz, "parquet": _write_parquet}[format_of(path)](
        path, columns
    )


def pyarrow():
    """The package that reads and writes Parquet; raises `PackageMissing`."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise PackageMissing(
            "Parquet needs pyarrow, which is not installed here: "
            "pip install -r requirements/parquet.txt. CSV and npz work without it."
        ) from error
    return pyarrow


def _read_csv(path: Path) -> Sheet:
    rows, lines = [], []
    with path.open(newline="", encoding="utf-8-sig") as file:
        reader = csv.reader(file)
        try:
            names = next(reader, [])
            before = reader.line_num
            for row in reader:
                if row:
                    rows.append(row)
                    lines.append(before + 1)
                before = reader.line_num
        except (csv.Error, UnicodeDecodeError) as error:
            raise FileRefused(f"{path}, after line {reader.line_num}: {error}") from error
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise FileRefused(f"{path}: the header names {_listed(twice)} twice")
    places = np.array(lines, np.int64)
    uneven = np.array([len(row) != len(names) for row in rows], bool)
    if uneven.any():
        where = Sheet(path, {}, places)._where(np.flatnonzero(uneven))
        raise FileRefused(f"{path}: not as many fields as the header's {len(names)}{where}")
    turned = zip(*rows, strict=True) if rows else [[] for _ in names]
    columns = {
        name.strip(): np.array(column, object) for name, column in zip(names, turned, strict=True)
    }
    return Sheet(path, columns, places)


def _read_npz(path: Path) -> Sheet:
    try:
        with np.load(path, allow_pickle=False) as arrays:
            columns = {
                name: array.astype(object) if array.dtype.kind == "U" else array
                for name, array in arrays.items()
            }
    except (ValueError, zipfile.BadZipFile) as error:
        raise FileRefused(f"{path}: {error}") from error
    return Sheet(path, columns)


def _read_parquet(path: Path) -> Sheet:
    arrow = pyarrow()
    try:
        table = arrow.parquet.read_table(path)
    except arrow.ArrowInvalid as error:
        raise FileRefused(f"{path}: {error}") from error
    return Sheet(path, {name: _from_arrow(arrow, table[name]) for name in table.column_names})


def _from_arrow(arrow, column) -> NDArray:
    kind = arrow.types
    if kind.is_integer(column.type):
        return column.fill_null(MISSING).to_numpy() if column.null_count else column.to_numpy()
    if kind.is_floating(column.type) or kind.is_boolean(column.type):
        return column.to_numpy()
    listed = column.to_pylist()
    if kind.is_list(column.type) or kind.is_large_list(column.type):
        if not kind.is_string(column.type.value_type):
            return np.array(listed)
        listed = [" ".join(words or ()) for words in listed]
    out = np.empty(len(listed), object)
    out[:] = ["" if value is None else str(value) for value in listed]
    return out


def _write_csv(path: Path, columns: Mapping[str, NDArray]) -> None:
    texts = [
        ["" if value == MISSING else value for value in column.tolist()]
        for column in columns.values()
    ]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(zip(*texts, strict=True))


def _write_npz(path: Path, columns: Mapping[str, NDArray]) -> None:
    np.savez_compressed(path, **columns)  # type: ignore[arg-type]


def _write_parquet(path: Path, columns: Mapping[str, NDArray]) -> None:
    arrow = pyarrow()
    arrays = {
        name: arrow.array(column, mask=column == MISSING)
        if column.dtype.kind == "i"
        else arrow.array(column)
        for name, column in columns.items()
    }
    arrow.parquet.write_table(arrow.table(arrays), path)


def _listed(names) -> str:
    return ", ".join(names) or "none"

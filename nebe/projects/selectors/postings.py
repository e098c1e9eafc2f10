"""Sets of projects by term, in memory: a project is a number, a set a row of bits or of numbers."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int32]
Mask = NDArray[np.bool_]
Pairs = NDArray[np.uint64]  # `term << 32 | project`
HALF = np.uint64(32)
DENSE = 32  # a set with more than one of so many projects is smaller as bits


class Postings:
    """Which of `size` projects have which term."""

    def __init__(self, pairs: Pairs, size: int):
        self.size = size
        pairs = np.sort(pairs)
        terms = terms_of(pairs)
        numbers = pairs.astype(np.uint32).view(np.int32)
        starts = np.flatnonzero(np.append(True, terms[1:] != terms[:-1])[: len(terms)])
        lengths = np.diff(np.append(starts, len(terms)))
        known, many = terms[starts], lengths * DENSE > size
        self.dense, self.sparse = known[many], known[~many]
        spans = zip(starts[many], lengths[many], strict=True)
        self.bits = bits_of([numbers[at : at + length] for at, length in spans], size)
        self.numbers = numbers[np.repeat(~many, lengths)]
        self.starts = np.append(0, np.cumsum(lengths[~many]))

    def add_to(self, mask: Mask, term: int) -> None:
        """Mark the projects that have the term."""
        if (at := found_at(self.dense, term)) is not None:
            bits = self.bits[at].view(np.uint8)
            mask[: self.size] |= np.unpackbits(bits, count=self.size).view(np.bool_)
        elif (at := found_at(self.sparse, term)) is not None:
            mask[self.numbers[self.starts[at] : self.starts[at + 1]]] = True

    def everyone(self) -> Mask:
        """The projects that have any of the terms."""
        bits = np.bitwise_or.reduce(self.bits, axis=0).view(np.uint8)
        mask = np.unpackbits(bits, count=self.size).view(np.bool_)
        mask[self.numbers] = True
        return mask

    def counts(self, mask: Mask) -> list[tuple[int, int]]:
        """(term, how many projects of the mask have it), of the terms that any has."""
        mask = mask[: self.size]
        found = []
        if len(self.dense):
            both = self.bits & words_of(np.packbits(mask))
            found += above_zero(self.dense, np.bitwise_count(both).sum(axis=1, dtype=np.int64))
        if len(self.sparse):
            having = np.flatnonzero(mask[self.numbers])
            found += above_zero(self.sparse, np.diff(np.searchsorted(having, self.starts)))
        return found

    @property
    def nbytes(self) -> int:
        kept = (self.dense, self.bits, self.sparse, self.numbers, self.starts)
        return sum(each.nbytes for each in kept)


def pairs_of(numbers: Numbers, packed: Sequence[Any]) -> Pairs:
    """Of each project's terms as `packed`."""
    terms = np.frombuffer(b"".join(packed), dtype=np.int32)
    times = [len(each) // terms.itemsize for each in packed]
    projects = np.repeat(numbers.astype(np.uint64), times)
    return (terms.astype(np.uint64) << HALF) | projects


def packed(terms: Iterable[int]) -> bytes:
    return np.sort(np.fromiter(terms, dtype=np.int32)).tobytes()


def terms_of(pairs: Pairs) -> Numbers:
    return (pairs >> HALF).astype(np.int32)


def bits_of(sets: Sequence[Numbers], size: int) -> NDArray[np.uint64]:
    rows = np.zeros((len(sets), -(-size // 64)), dtype=np.uint64)
    for row, numbers in zip(rows, sets, strict=True):
        mask = np.zeros(size, dtype=np.bool_)
        mask[numbers] = True
        row[:] = words_of(np.packbits(mask))
    return rows


def words_of(bits: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """Bits in whole words of 64."""
    return np.append(bits, np.zeros(-len(bits) % 8, dtype=np.uint8)).view(np.uint64)


def found_at(terms: Numbers, term: int) -> int | None:
    at = int(np.searchsorted(terms, term))
    return at if at < len(terms) and terms[at] == term else None


def above_zero(terms: Numbers, counts: NDArray[np.int64]) -> list[tuple[int, int]]:
    some = np.flatnonzero(counts)
    return list(zip(terms[some].tolist(), counts[some].tolist(), strict=True))

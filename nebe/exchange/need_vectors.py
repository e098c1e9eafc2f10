"""Sentence vectors of needs: personal data, sealed beside the need and gone with the person's key.

Made and kept by jobs and commands where the extra is installed; pages read what is kept.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django_scopes import scopes_disabled

from nebe.core.crypto.errors import KeyErased, KeyLost
from nebe.core.crypto.fields import reveal
from nebe.core.texts import vectors

from .models import Need

if TYPE_CHECKING:
    from numpy import ndarray

AT_ONCE = 25  # vectors in one run of the job: about a second, no mail waits longer


def vectors_of_needs(needs: Sequence[Need]) -> ndarray:
    """A row for each need, zeros of one without text; what is missing or stale is made and kept."""
    texts = [text_of(need) for need in needs]
    kept = [kept_vector(need) for need in needs]
    missing = [n for n, packed in enumerate(kept) if texts[n] and not packed]
    for n, vector in zip(missing, need_vectors([texts[n] for n in missing]), strict=True):
        kept[n] = vectors.pack(vector)
        _keep(needs[n], texts[n], kept[n])
    return vectors.unpack(kept)


def vector_keep(need: Need) -> None:
    """In a job, once what is asked for was written: pages only read."""
    if vectors.is_on():
        vectors_of_needs([need])


def text_of(need: Need) -> str:
    try:
        return (need.text or "").strip()  # one that is being written may have none
    except (KeyErased, KeyLost):  # of whom nothing may be read any more, the row going next
        return ""


def kept_vector(need: Need) -> bytes:
    """Packed; empty where there is none yet, or one of another text."""
    text = text_of(need)
    return _kept(need.text_vector, text) if text else b""


def public_vector(need: Need) -> bytes:
    """The same of what everyone may read."""
    return _kept(need.public_vector, need.public_text)


def need_vectors(texts: Sequence[str]) -> ndarray:
    """In a job: the languages are looked at closely."""
    from .search.likeness import need_vectors as made

    return made(texts)


def public_vectors_make(limit: int = AT_ONCE) -> bool:
    """Of what needs show to everyone, those that are missing; whether there may be more."""
    if not vectors.is_on():
        return False
    with scopes_disabled():
        rows = Need.objects.exclude(public_text="").filter(public_vector="")
        portion = list(rows.filter(status=Need.Status.OPEN, seeks=True).order_by("pk")[:limit])
        made = need_vectors([need.public_text for need in portion])
        for need, vector in zip(portion, made, strict=True):
            same = Need.objects.filter(pk=need.pk, public_text=need.public_text)
            same.update(public_vector=_kept_as(need.public_text, vectors.pack(vector)))
    return len(portion) == limit


def sealed_vectors_make(limit: int = AT_ONCE) -> bool:
    """Of the sealed texts of what is looked for, those that are missing; whether there may be more.

    Each is kept as soon as it is there when a need is written; these are from before the extra.
    """
    if not vectors.is_on():
        return False
    with scopes_disabled():
        rows = Need.objects.exclude(text="").filter(text_vector="")
        portion = list(rows.filter(status=Need.Status.OPEN, seeks=True).order_by("pk")[:limit])
        vectors_of_needs(reveal(portion))
    return sum(bool(need.text_vector) for need in portion) == limit


def _kept(stored: str, text: str) -> bytes:
    source, _, packed = stored.partition(":")
    return base64.b64decode(packed) if source == _source(text) else b""


def _keep(need: Need, text: str, packed: bytes) -> None:
    need.text_vector = _kept_as(text, packed)
    need.save(update_fields=["text_vector"])


def _kept_as(text: str, packed: bytes) -> str:
    return f"{_source(text)}:{base64.b64encode(packed).decode()}"


def _source(text: str) -> str:
    return hashlib.sha256(f"{vectors.MODEL}\0{text}".encode()).hexdigest()[:16]

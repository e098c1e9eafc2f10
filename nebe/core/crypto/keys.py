"""Master keys from the environment, one wrapped key per person in the `keys` database."""

import base64
import binascii
import hashlib
import hmac
import os
import uuid

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from .models import Erasure, SubjectKey

NONCE_BYTES = 12
KEY_BYTES = 32


class KeyErased(Exception):
    """The person's key is gone: the value can never be read again."""


def master_keys() -> dict[str, bytes]:
    """Key id → 32 bytes, the current one first, from `NEBE_MASTER_KEYS` (`id:base64,…`)."""
    keys = {}
    for item in settings.NEBE_MASTER_KEYS:
        key_id, _, encoded = item.partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except binascii.Error as error:
            raise ImproperlyConfigured(f"NEBE_MASTER_KEYS: {key_id!r} is not base64") from error
        if not key_id or len(key) != KEY_BYTES:
            raise ImproperlyConfigured("NEBE_MASTER_KEYS: each key is `id:base64 of 32 bytes`")
        keys[key_id] = key
    if not keys:
        raise ImproperlyConfigured(
            "NEBE_MASTER_KEYS is not set: personal data can be neither read nor written"
        )
    return keys


def seal(key: bytes, plain: bytes, context: bytes) -> bytes:
    """AES-256-GCM: a random nonce, then the ciphertext; `context` is authenticated, not stored."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, context)


def unseal(key: bytes, sealed: bytes, context: bytes) -> bytes:
    return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], context)


def subject_key(subject: uuid.UUID, *, create: bool = False) -> bytes:
    """The person's key; made on first use when `create`, else `KeyErased` when there is none."""
    row = SubjectKey.objects.filter(pk=subject).first()
    if row is None and create:
        row = _subject_key_create(subject)
    if row is None:
        raise KeyErased(str(subject))
    masters = master_keys()
    if row.master_id not in masters:
        raise ImproperlyConfigured(f"NEBE_MASTER_KEYS lacks the key {row.master_id!r}")
    try:
        return unseal(masters[row.master_id], bytes(row.wrapped), subject.bytes)
    except InvalidTag as error:
        raise ImproperlyConfigured(
            f"NEBE_MASTER_KEYS: {row.master_id!r} is not the key these rows were wrapped with"
        ) from error


def _subject_key_create(subject: uuid.UUID) -> SubjectKey:
    if Erasure.objects.filter(pk=subject).exists():
        raise KeyErased(str(subject))
    master_id, master = next(iter(master_keys().items()))
    wrapped = seal(master, os.urandom(KEY_BYTES), subject.bytes)
    row, _ = SubjectKey.objects.get_or_create(
        pk=subject, defaults={"master_id": master_id, "wrapped": wrapped}
    )
    return row


def subject_key_erase(subject: uuid.UUID) -> None:
    """Destroy a person's key and write it to the ledger that every restore replays."""
    Erasure.objects.get_or_create(pk=subject, defaults={"erased_at": timezone.now()})
    SubjectKey.objects.filter(pk=subject).delete()


def blind_index(purpose: str, value: str) -> str:
    """HMAC-SHA-256 of a normalised value, hex: equal values are found without being readable."""
    pepper = base64.b64decode(settings.NEBE_INDEX_KEY)
    return hmac.new(pepper, f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()

"""Master keys and the index key, from the environment."""

import base64
import binascii
import hashlib
import hmac
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from .errors import ValueMoved

NONCE_BYTES = 12
KEY_BYTES = 32
HOW = "`nebe new_key` makes one; docs/operate.md says where it belongs."


def master_keys() -> dict[str, bytes]:
    """Key id → 32 bytes, the current one first, from `NEBE_MASTER_KEYS` (`id:base64,…`)."""
    return _master_keys(tuple(settings.NEBE_MASTER_KEYS))


def current_master() -> tuple[str, bytes]:
    return next(iter(master_keys().items()))


@lru_cache(maxsize=4)
def _master_keys(items: tuple[str, ...]) -> dict[str, bytes]:
    keys: dict[str, bytes] = {}
    for item in items:
        key_id, colon, encoded = item.strip().partition(":")
        if not (key_id and colon):
            raise ImproperlyConfigured(f"NEBE_MASTER_KEYS: each key is `id:base64`. {HOW}")
        if key_id in keys:
            raise ImproperlyConfigured(f"NEBE_MASTER_KEYS: the id {key_id!r} is there twice")
        keys[key_id] = _decode(f"NEBE_MASTER_KEYS: {key_id!r}", encoded)
    if not keys:
        raise ImproperlyConfigured(
            f"NEBE_MASTER_KEYS is not set: personal data can be neither read nor written. {HOW}"
        )
    return keys


def _decode(name: str, encoded: str) -> bytes:
    try:
        key = base64.b64decode(encoded, validate=True)
    except binascii.Error as error:
        raise ImproperlyConfigured(f"{name} is not base64. {HOW}") from error
    if len(key) != KEY_BYTES:
        raise ImproperlyConfigured(f"{name} has {len(key)} bytes instead of {KEY_BYTES}. {HOW}")
    return key


def new_key() -> str:
    """A fresh random key as base64."""
    return base64.b64encode(os.urandom(KEY_BYTES)).decode()


def seal(key: bytes, plain: bytes, context: bytes) -> bytes:
    """AES-256-GCM: a random nonce, then the ciphertext; `context` is authenticated, not stored."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, context)


def unseal(key: bytes, sealed: bytes, context: bytes) -> bytes:
    """The plain bytes; `ValueMoved` when key, value or context are not those it was sealed with."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], context)
    except (InvalidTag, ValueError) as error:
        raise ValueMoved(context.decode(errors="replace")) from error


def index_keys() -> list[bytes]:
    """The current one first, then those that older indexes were made with (`base64,base64`)."""
    if not settings.NEBE_INDEX_KEY:
        raise ImproperlyConfigured(
            f"NEBE_INDEX_KEY is not set: people cannot be found by e-mail or phone. {HOW}"
        )
    return [_decode("NEBE_INDEX_KEY", one.strip()) for one in settings.NEBE_INDEX_KEY.split(",")]


def blind_index(purpose: str, value: str) -> str:
    """HMAC-SHA-256 of a normalised value, hex, to be stored: equal values have equal ones.

    Normalise first (`normalise.py`); the index of an empty value is empty.
    """
    return next(iter(blind_indexes(purpose, value)), "")


def blind_indexes(purpose: str, value: str) -> list[str]:
    """What a row with this value may hold, to look it up: by the current key and by older ones.

    None for an empty value, which is nobody's.
    """
    if not value:
        return []
    text = f"{purpose}\0{value}".encode()
    return [hmac.new(key, text, hashlib.sha256).hexdigest() for key in index_keys()]

"""Codes on paper for people without an e-mail: written down once, stored as a blind index."""

import base64
import hashlib
import hmac
import re

from django.conf import settings

from nebe.core.crypto.keys import blind_index, blind_indexes

# Crockford's alphabet: no letter that looks like a digit.
CROCKFORD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHJKMNPQRSTVWXYZ")
READ_AS = str.maketrans("OIL", "011")
LENGTH = 12  # 60 bits


def code_make(once: str) -> str:
    """The code that belongs to one form, the same each time: `K7QX-20MV-9TDA`."""
    key = f"paper-code:{settings.SECRET_KEY}".encode()
    digest = base64.b32encode(hmac.digest(key, once.encode(), hashlib.sha256)).decode()
    code = digest[:LENGTH].translate(CROCKFORD)
    return "-".join(code[i : i + 4] for i in range(0, LENGTH, 4))


def code_index(kind: str, code: str) -> str:
    """What is stored of a code; spaces, dashes, case and look-alikes do not matter."""
    return blind_index(*code_plain(kind, code))


def code_indexes(kind: str, code: str) -> list[str]:
    """To look a code up; nothing was typed, nothing is found."""
    return blind_indexes(*code_plain(kind, code))


def code_plain(kind: str, code: str) -> tuple[str, str]:
    """Purpose and normal form of a code, of which its index is made."""
    plain = re.sub(r"[^0-9A-Z]", "", code.upper()).translate(READ_AS)
    return f"exchange.code.{kind}", plain

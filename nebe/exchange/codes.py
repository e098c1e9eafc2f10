"""Codes on paper for people without an e-mail: written down once, stored as a blind index."""

import base64
import hashlib
import hmac
import re

from django.conf import settings

from nebe.core.crypto.keys import blind_index

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
    plain = re.sub(r"[^0-9A-Z]", "", code.upper()).translate(READ_AS)
    return blind_index(f"exchange.code.{kind}", plain)

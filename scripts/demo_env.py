"""Print the environment of a demonstration: keys of its own, loopback only."""

import base64
import os
import secrets


def key() -> str:
    return base64.b64encode(os.urandom(32)).decode()


print("NEBE_DEMO=1")
print(f"NEBE_SECRET_KEY={secrets.token_urlsafe(48)}")
print(f"NEBE_MASTER_KEYS=demo:{key()}")
print(f"NEBE_INDEX_KEY={key()}")

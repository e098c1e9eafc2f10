"""Limits for public forms: counted in the cache, by what is sent and by where it comes from.

Be generous with networks: a reception centre, a school or a library shares one address.
Addresses are never stored: what is kept is an HMAC with a salt that is forgotten after a day.
"""

import hashlib
import hmac
import ipaddress
import secrets
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
IPV6_NETWORK_BITS = 48
View = Callable[..., HttpResponse]


def limit(*key_parts: str, rate: str) -> bool:
    """Count one act; False when there were more than `rate` allows (`"5/h"`, `"20/10m"`).

    Counted in fixed windows. Two processes counting at once may let one more through.
    """
    amount, duration = _parse(rate)
    window = int(time.time() // duration)
    key = f"limit:{pseudonym(*key_parts)}:{rate}:{window}"
    if cache.add(key, 1, timeout=duration):
        return amount >= 1
    try:
        return cache.incr(key) <= amount
    except ValueError:  # expired between the two calls
        return True


def network_limited(kind: str, *, rate: str) -> Callable[[View], View]:
    """For a view of a lower floor: 429 where more of `kind` come from one network."""

    def decorated(view: View) -> View:
        @wraps(view)
        def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not limit(kind, network_of(request), rate=rate):
                return HttpResponse(status=429)
            return view(request, *args, **kwargs)

        return limited

    return decorated


def network_of(request: HttpRequest) -> str:
    """The visitor's network: the address itself for IPv4, the /48 for IPv6. Not to be stored."""
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:  # a socket without an address
        return ""
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((address, IPV6_NETWORK_BITS), strict=False).network_address)


def pseudonym(*parts: str) -> str:
    """The same for the same parts on one day, and nothing that leads back to them."""
    return hmac.new(_salt(), "\0".join(parts).encode(), hashlib.sha256).hexdigest()


def address_pseudonym(request: HttpRequest) -> str:
    """A pseudonym in the shape of a private IPv6 address, for code that wants an address."""
    digest = bytes.fromhex(pseudonym("address", network_of(request)))
    return str(ipaddress.IPv6Address(b"\xfd" + digest[:15]))


def _salt() -> bytes:
    name = f"limit:salt:{timezone.now():%Y-%m-%d}"
    salt = cache.get_or_set(name, lambda: secrets.token_bytes(32), timeout=SECONDS["d"])
    return cast(bytes, salt)


def _parse(rate: str) -> tuple[int, int]:
    amount, _, duration = rate.partition("/")
    return int(amount), int(duration[:-1] or 1) * SECONDS[duration[-1]]

"""Whether a request comes from this very computer: the demonstration opens to no other."""

import ipaddress

from django.http import HttpRequest


def is_local(request: HttpRequest) -> bool:
    """Both ends are this computer: the connection itself and the name it was called by.

    Behind a proxy every connection is local, so a forwarded request is refused.
    """
    host = request.get_host().rpartition(":")[0] or request.get_host()
    is_forwarded = any(
        name in request.headers for name in ("Forwarded", "X-Forwarded-For", "X-Real-IP")
    )
    return (
        not is_forwarded
        and is_loopback(request.META.get("REMOTE_ADDR", ""))
        and (host == "localhost" or is_loopback(host.strip("[]")))
    )


def is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False

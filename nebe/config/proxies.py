"""Behind reverse proxies of our own: the visitor's address is the one the outermost of them saw."""

from django.conf import settings


class ProxyMiddleware:
    """Takes `REMOTE_ADDR` from `X-Forwarded-For`, counted from the right over trusted proxies."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.PROXIES:
            hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
            if len(hops) >= settings.PROXIES and hops[-settings.PROXIES]:
                request.META["REMOTE_ADDR"] = hops[-settings.PROXIES]
        return self.get_response(request)

"""What every template knows."""

from django.conf import settings


def site(request) -> dict:
    return {"NETWORK_NAME": settings.NETWORK_NAME, "DEMO": settings.DEMO}

from django.conf import settings
from django.urls import reverse


def absolute(name: str, *args) -> str:
    """The full address of a page, in the reader's language."""
    return full(reverse(name, args=args))


def full(path: str) -> str:
    return settings.BASE_URL.rstrip("/") + path

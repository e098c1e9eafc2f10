from django.conf import settings
from django.urls import reverse


def absolute(name: str, *args) -> str:
    """The full address of a page, in the reader's language."""
    return settings.BASE_URL.rstrip("/") + reverse(name, args=args)

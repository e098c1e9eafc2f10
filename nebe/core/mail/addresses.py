"""Full addresses, for what leaves the house: mails, feeds, files, codes on paper."""

from contextlib import nullcontext

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override


def home() -> str:
    """The house's own address, without a slash."""
    return settings.BASE_URL.rstrip("/")


def absolute(name: str, /, *args, language: str | None = None, **kwargs) -> str:
    """The full address of a page, in this language or in the active one."""
    with override(language) if language else nullcontext():
        return full(reverse(name, args=args, kwargs=kwargs))


def full(path: str) -> str:
    return home() + path

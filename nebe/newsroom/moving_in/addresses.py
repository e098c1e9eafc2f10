"""Addresses of the old site: which page each was, and redirects to where that page is now."""

from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from wagtail.contrib.redirects.models import Redirect

from ..editing.old_addresses import NUMBERED, numbered, stored

LANGUAGES = {code for code, _name in settings.LANGUAGES}
LONGEST = 255


def below_language(path: str) -> str:
    """`/cs/2020/first/` is `/2020/first/`, as redirects are kept."""
    first, _slash, rest = path.lstrip("/").partition("/")
    return f"/{rest}" if first in LANGUAGES else path


class OldAddresses:
    """What the links within the texts lead to."""

    def __init__(self, hosts: set[str]):
        self.hosts = {host.removeprefix("www.") for host in hosts}
        self.pages: dict[str, int] = {}

    def add(self, number: str, link: str, page: int) -> None:
        for path in paths_of(number, link):
            self.pages.setdefault(path, page)

    def is_old(self, address: str) -> bool:
        return (urlsplit(address).hostname or "").removeprefix("www.") in self.hosts

    def page(self, address: str) -> int | None:
        """The page behind a link of the old site, or None."""
        try:
            parts = urlsplit(address)
            if parts.scheme not in ("", "http", "https"):
                return None
            if parts.netloc and not self.is_old(address):
                return None
        except ValueError:
            return None
        for name in NUMBERED:
            for number in parse_qs(parts.query).get(name, []):
                return self.pages.get(numbered(number))
        if not parts.path.startswith("/"):
            return None
        return self.pages.get(normal(parts.path))


def paths_of(number: str, link: str) -> list[str]:
    """The address by number, and the one with words if it ever had one."""
    path = urlsplit(link).path
    words = [normal(path)] if path.strip("/") else []
    return [numbered(number), *words]


def normal(path: str) -> str:
    return stored(below_language(unquote(path)).lstrip("/"))


def redirects_make(number: str, link: str, page) -> list[str]:
    """Lead both addresses on; what editors wrote stays. Returns those that are too long.

    Also where the page's path is as before: the old one may have had no language.
    """
    left = []
    for path in paths_of(number, link):
        if len(path) > LONGEST:
            left.append(path)
        else:
            Redirect.objects.get_or_create(
                old_path=path,
                site=None,
                defaults={"redirect_page": page, "automatically_created": True},
            )
    return left

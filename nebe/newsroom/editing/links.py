"""Do the links on published pages still lead somewhere? Asked at night, slowly, by a job.

A link is called broken after it failed on three nights, so that a site under repair is not.

`safe_address` looks a name up before the request does so again: a name server may answer otherwise
in between (DNS rebinding) and lead our server into a network of its own. What can be asked that way
is HEAD or GET, with nothing of ours, and only the status is kept. Whoever needs more lets the
worker out through a proxy or firewall that knows the web only.
"""

import ipaddress
import re
import socket
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import httpx
from django.conf import settings
from django.db import models
from django.db.models import QuerySet
from django.urls import Resolver404, resolve
from django.utils import timezone
from wagtail.fields import StreamField
from wagtail.models import Page

from ..models import ARTICLES, Article, CheckedLink
from ..selectors import page_find
from . import old_addresses

ADDRESS = re.compile(r"https://[^\s\"'<>\\]+|(?<=[\"'])/(?!/)[\w\-/]*/(?=[\"'?#\\])")
NIGHTS = 3
AGAIN = timedelta(days=7)  # for one that works
PAUSE = 1.0  # seconds between two questions
A_NIGHT = 500  # addresses
LONGEST = 300  # characters of an address
TIMEOUT = httpx.Timeout(15, connect=8)
HEADERS = {"User-Agent": "Nebe link check"}
Fault = CheckedLink.Fault


def links_check(*, now: datetime | None = None, pause: float = PAUSE) -> int:
    """Ask those that are due, the longest unasked first; returns how many were asked."""
    now = now or timezone.now()
    links_collect()
    asked = 0
    with httpx.Client(timeout=TIMEOUT, headers=HEADERS, follow_redirects=False) as web:
        for link in due(now)[:A_NIGHT]:
            time.sleep(pause if link.address.startswith("http") else 0)
            judge(link, fault_of(link.address, web), now)
            asked += 1
    return asked


def links_collect() -> None:
    """The table holds just the addresses of published pages, each with its pages."""
    found: dict[str, set[int]] = defaultdict(set)
    for model in ARTICLES:
        for page in model.objects.live().public().iterator():
            for address in addresses(page):
                found[address].add(page.pk)
    CheckedLink.objects.exclude(address__in=found).delete()
    for address, pages in found.items():
        CheckedLink.objects.get_or_create(address=address)[0].pages.set(pages)


def addresses(page: Article) -> Iterator[str]:
    """Every address in the page's texts: of the web, and paths of this site."""
    for field in page._meta.concrete_fields:
        if not isinstance(field, models.TextField | models.URLField | StreamField):
            continue
        if field.model is Page or field.name == "search_text":
            continue
        text = f'"{field.get_prep_value(getattr(page, field.attname))}"'
        for address in ADDRESS.findall(text):
            if len(address := address.rstrip(".,;:)")) <= LONGEST:
                yield address


def due(now: datetime) -> QuerySet[CheckedLink]:
    works = CheckedLink.objects.filter(fault=Fault.NONE, checked_at__gt=now - AGAIN)
    return CheckedLink.objects.exclude(pk__in=works).order_by("checked_at", "pk")


def judge(link: CheckedLink, fault: str, now: datetime) -> None:
    link.fault, link.checked_at = fault, now
    link.failures = link.failures + 1 if fault else 0
    link.failing_since = (link.failing_since or now) if fault else None
    link.save()


def broken() -> QuerySet[CheckedLink]:
    """What editors should mend, the longest broken first."""
    return CheckedLink.objects.filter(failures__gte=NIGHTS).order_by("failing_since", "address")


def fault_of(address: str, web: httpx.Client) -> str:
    if address.startswith("/"):
        return Fault.NONE if is_here(address) else Fault.GONE
    try:
        return fault_of_answer(answer_of(address, web))
    except (Unsafe, httpx.InvalidURL, ValueError):  # among them names that no host can have
        return Fault.UNSAFE
    except (httpx.HTTPError, OSError):
        return Fault.SILENT


class Unsafe(Exception):
    """It would lead our server into a network of its own."""


def answer_of(address: str, web: httpx.Client, hops: int = 5) -> int:
    """The status at the end of at most five redirects; HEAD first, GET where that is refused."""
    safe_address(address)
    answer = web.head(address)
    if answer.status_code in (403, 404, 405, 500, 501):
        with web.stream("GET", address) as answer:
            pass
    target = answer.headers.get("location")
    if answer.is_redirect and target and hops:
        return answer_of(str(httpx.URL(address).join(target)), web, hops - 1)
    return answer.status_code


def fault_of_answer(status: int) -> str:
    """Some sites refuse every machine (401, 403, 429): nothing is said of them."""
    if status in (404, 410):
        return Fault.GONE
    return Fault.REFUSED if status >= 500 or status == 400 else Fault.NONE


def safe_address(address: str) -> None:
    """Raises `Unsafe` for what is no public host, unless the settings allow it (tests)."""
    host = urlsplit(address).hostname
    if not host:
        raise Unsafe
    if settings.LINK_CHECK_PRIVATE:
        return
    for *_rest, found in socket.getaddrinfo(host, None):
        if not ipaddress.ip_address(found[0]).is_global:
            raise Unsafe


def is_here(path: str) -> bool:
    """Whether this site answers at the path, which has no language."""
    language = settings.LANGUAGE_CODE
    try:
        name = resolve(f"/{language}{path}").view_name
    except Resolver404:
        return False
    if name != "wagtail_serve":
        return True
    below = path.strip("/") + "/" if path.strip("/") else ""
    old = old_addresses.find(below)
    return page_find(path=below, language=language) is not None or bool(
        old and old_addresses.now_at(old, language)
    )

"""Private links in mails: random tokens, kept only as a hash, that expire and can be revoked."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.module_loading import import_string

from .addresses import absolute
from .models import Link

TOKEN_BYTES = 24  # 192 bits: 32 characters
# A button pressed twice, or again because the page it led to never came.
SAME_PRESS = timedelta(minutes=10)

_views: dict[str, str | Callable] = {}
_used_views: dict[str, str | Callable] = {}
_doors: dict[str, str] = {}


class LinkProblem(Exception):
    """The link opens nothing."""


class LinkUnknown(LinkProblem):
    """No such link for this purpose, or it was revoked."""


class LinkExpired(LinkProblem):
    """Its days are over."""


class LinkUsed(LinkProblem):
    """It did already what it was for; `.link` says for which row."""

    def __init__(self, link: Link):
        super().__init__()
        self.link = link


def link_issue(*, purpose: str, target: uuid.UUID, days: int) -> str:
    """A new token for one purpose on one row. Only its hash is stored: it cannot be shown again."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    Link.objects.create(
        token_hash=_hash(purpose, token),
        purpose=purpose,
        target=target,
        expires_at=timezone.now() + timedelta(days=days),
    )
    return token


def link_open(*, purpose: str, token: str) -> Link:
    """The link of this token; raises `LinkUnknown`, `LinkExpired` or `LinkUsed`."""
    link = Link.objects.filter(
        token_hash=_hash(purpose, token), purpose=purpose, revoked_at=None
    ).first()
    if link is None:
        raise LinkUnknown
    if link.expires_at <= timezone.now():
        raise LinkExpired
    if link.used_at is not None:
        raise LinkUsed(link)
    return link


def link_use(link: Link) -> None:
    """Mark it used, for links that act once; raises `LinkUsed` when another request was faster."""
    if not Link.objects.filter(pk=link.pk, used_at=None).update(used_at=timezone.now()):
        link.refresh_from_db()
        raise LinkUsed(link)


def is_same_press(link: Link) -> bool:
    """Whether it was used so lately that its bearer may get what the first press gave."""
    return link.used_at is not None and timezone.now() - link.used_at < SAME_PRESS


def links_revoke(*, target: uuid.UUID, purpose: str | None = None) -> int:
    """End all links to a row (of one purpose); how many there were."""
    live = Link.objects.filter(target=target, revoked_at=None)
    if purpose is not None:
        live = live.filter(purpose=purpose)
    return live.update(revoked_at=timezone.now())


def links_purge(*, before: datetime) -> int:
    """Delete the links that expired before; how many."""
    return Link.objects.filter(expires_at__lt=before).delete()[0]


def link_url(*, purpose: str, token: str, language: str) -> str:
    """The full address of the page that the link opens, in the reader's language."""
    return absolute("private_link", language=language, purpose=purpose, token=token)


def register(
    purpose: str, view: str | Callable, *, used: str | Callable | None = None, door: str = ""
) -> None:
    """Say which view a room shows for a purpose: `view(request, link) -> HttpResponse`.

    The view (or its dotted name) shows a page on GET and acts on POST only. A link that acts once
    has a second view, `used`, which leads on whoever opens it again and acts no more. `door` names
    the page where somebody with an expired link asks for a new one.
    """
    _views[purpose] = view
    _doors[purpose] = door
    if used is not None:
        _used_views[purpose] = used


def view_of(purpose: str) -> Callable | None:
    return _loaded(_views.get(purpose))


def used_view_of(purpose: str) -> Callable | None:
    return _loaded(_used_views.get(purpose))


def door_of(purpose: str) -> str:
    return _doors.get(purpose, "")


def _loaded(view: str | Callable | None) -> Callable | None:
    return import_string(view) if isinstance(view, str) else view


def _hash(purpose: str, token: str) -> str:
    return hashlib.sha256(f"{purpose}\0{token}".encode()).hexdigest()

"""Mails to many say how to get no more of them, to people and to their mail programs (RFC 8058).

A room registers its kind of mail once. Each mail then carries an address of its own that does one
thing: by POST, without a login, nobody of this kind writes to this person any more. By GET it is a
page with a button, for scanners of mails follow links.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.module_loading import import_string

from .addresses import absolute, home
from .links import link_issue

NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")
ADDRESS = re.compile(r"https?://[\x21-\x3b\x3d\x3f-\x7e]{1,500}")  # neither "<" nor ">" nor a space

_lists: dict[str, MailList] = {}


@dataclass(frozen=True)
class MailList:
    """`stop(request, link)`, or its dotted name, acts on `link.target`, twice the same as once; it
    raises `LinkUnknown` where there is nobody any more. The rest is what the page says.
    """

    stop: Callable | str
    title: Any
    text: Any
    button: Any
    done: Any
    door: str = ""  # the page where somebody with an expired link asks for a new one


@dataclass(frozen=True)
class ListHeaders:
    """The only headers that a mail may bring along: of which list it is, and its way out.

    Raises `ValueError` for a name or an address that could bring others.
    """

    name: str
    unsubscribe: str

    def __post_init__(self):
        is_whole = ADDRESS.fullmatch(self.unsubscribe)
        is_ours = is_whole and self.unsubscribe.startswith(f"{home()}/")
        if not NAME.fullmatch(self.name) or not is_ours:
            raise ValueError("not a list of ours")


def headers_of(name: str, unsubscribe: str) -> dict[str, str]:
    """As a mail carries them; none of one that is of no list."""
    if not name:
        return {}
    return {
        "List-Id": f"<{name}.{urlsplit(settings.BASE_URL).hostname}>",
        "List-Unsubscribe": f"<{unsubscribe}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def register(name: str, mail_list: MailList) -> None:
    """Name a kind of mail to many: letters, digits and hyphens; it stands in the address."""
    if not NAME.fullmatch(name):
        raise ValueError(name)
    _lists[name] = mail_list


def list_of(name: str) -> MailList | None:
    return _lists.get(name)


def stop_of(mail_list: MailList) -> Callable:
    stop = mail_list.stop
    return import_string(stop) if isinstance(stop, str) else stop


def purpose_of(name: str) -> str:
    """Of its links: they open nothing but the way out."""
    return f"no-more.{name}"


def list_headers(*, name: str, target: uuid.UUID, days: int, language: str) -> ListHeaders:
    """For one mail to one person, with a new link that lives so many days."""
    token = link_issue(purpose=purpose_of(name), target=target, days=days)
    unsubscribe = absolute("no_more", language=language, name=name, token=token)
    return ListHeaders(name=name, unsubscribe=unsubscribe)

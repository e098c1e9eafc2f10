"""What an item of an export is before anything is made of it."""

from html import unescape

from django.utils.translation import gettext_noop as _

from ..models import MovedIn
from .places import KINDS
from .reasons import Told
from .texts import plain
from .wxr import Entry

PUBLIC, DRAFTS = {"publish"}, {"draft", "pending", "future"}


class Refused(Told):
    """Why an item is not taken."""


def allow(entry: Entry) -> None:
    """Raises `Refused` for what is none of the public's, or no page."""
    if entry.kind not in KINDS:
        raise Refused(_("it is neither a post nor a page"))
    if entry.status == "private":
        raise Refused(_("it is private"))
    if entry.has_password:
        raise Refused(_("it has a password"))
    if entry.status not in PUBLIC | DRAFTS:
        words = _("it is neither published nor a draft (%(status)s)")
        raise Refused(words, status=entry.status)


def name(row: MovedIn, entry: Entry) -> None:
    row.title = title_of(entry)
    row.address = "" if is_hidden(entry) else entry.link


def is_hidden(entry: Entry) -> bool:
    """Its title and its address may tell what the public was not to know."""
    return entry.status == "private" or entry.has_password


def title_of(entry: Entry) -> str:
    if is_hidden(entry):
        return ""
    return (plain(unescape(entry.title)) or entry.slug or entry.id)[:255]

"""Reads a WordPress export (WXR): first all but the texts, then the texts one by one.

The file may be large and comes from elsewhere: it is read as a stream, and a DOCTYPE, with which
entities and other files come in, is refused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, cast
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from .reasons import Told

CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r")
GROUP = re.compile(r's:\d+:"([\w-]+)";i:(\d+);')
# Postmeta that mean something here.
THUMBNAIL, ALT = "_thumbnail_id", "_wp_attachment_image_alt"
WPML_LANGUAGE, WPML_GROUP = "_wpml_import_language_code", "_wpml_import_translation_group"
WANTED = {THUMBNAIL, ALT, WPML_LANGUAGE, WPML_GROUP}


class NotAnExport(Told):
    """The file is no WordPress export, or is broken; says where."""


@dataclass
class Entry:
    """One item of the export, without its text."""

    id: str
    kind: str
    status: str
    title: str
    slug: str
    link: str
    date: datetime | None
    parent: str
    author: str
    has_password: bool
    comments: int
    file: str  # of an attachment
    marks: list[tuple[str, str, str]]  # (taxonomy, slug, name)
    meta: dict[str, str] = field(default_factory=dict)
    language: str = ""  # as the old site wrote it
    group: str = ""  # of translations

    def of(self, taxonomy: str) -> list[tuple[str, str]]:
        return [(slug, name) for kind, slug, name in self.marks if kind == taxonomy]


@dataclass
class Export:
    site: str = ""
    language: str = ""
    entries: dict[str, Entry] = field(default_factory=dict)
    authors: dict[str, str] = field(default_factory=dict)  # login → name shown
    hosts: set[str] = field(default_factory=set)


class WithoutControls:
    """A file without the control characters that old plugins leave, and XML forbids."""

    def __init__(self, file: IO[bytes]):
        self.file = file

    def read(self, size: int = -1) -> bytes:
        return self.file.read(size).translate(None, CONTROLS)


def elements(path: Path) -> Iterator[Element]:
    """The channel's children, each as soon as it is whole; raises `NotAnExport`."""
    depth, seen = 0, 0
    above: list[Element] = []
    try:
        with path.open("rb") as file:
            source = cast(Any, WithoutControls(file))
            for event, element in iterparse(source, ("start", "end"), forbid_dtd=True):
                if event == "start":
                    depth, seen = depth + 1, seen + 1
                    above = [*above[: depth - 1], element]
                    if seen == 1 and element.tag != "rss":
                        raise NotAnExport(
                            _("This is no WordPress export: it does not begin with rss")
                        )
                    continue
                depth -= 1
                if depth == 2:
                    yield element
                    above[1].clear()
    except DefusedXmlException as error:
        words = _("The file declares a DOCTYPE or entities; exports have none")
        raise NotAnExport(words) from error
    except ParseError as error:
        raise NotAnExport(_("The file is broken: %(error)s"), error=error) from error


def export_read(path: Path) -> Export:
    """All but the texts; raises `NotAnExport`."""
    export, groups = Export(), dict[str, tuple[str, str]]()
    for element in elements(path):
        name = local(element.tag)
        if name == "item":
            entry = entry_of(element)
            export.entries[entry.id] = entry
        elif name in ("base_site_url", "base_blog_url", "link") and element.text:
            parts = urlsplit(element.text.strip())
            export.hosts.add(parts.hostname or "")
            export.site = f"{parts.netloc}{parts.path}".rstrip("/")[:200]
        elif name == "language":
            export.language = element.text or ""
        elif name == "author":
            export.authors[text(element, "author_login")] = text(element, "author_display_name")
        elif name == "term" and text(element, "term_taxonomy") == "post_translations":
            slug = text(element, "term_slug")
            for language, number in GROUP.findall(text(element, "term_description")):
                groups[number] = (slug, language)
    export.hosts.discard("")
    for entry in export.entries.values():
        mark(entry, groups.get(entry.id, ("", "")))
    return export


def mark(entry: Entry, group: tuple[str, str]) -> None:
    """Its language and its translations, as Polylang or WPML wrote them."""
    languages, groups = entry.of("language"), entry.of("post_translations")
    entry.language = languages[0][0] if languages else entry.meta.get(WPML_LANGUAGE, "") or group[1]
    entry.group = groups[0][0] if groups else entry.meta.get(WPML_GROUP, "") or group[0]


def contents(path: Path) -> Iterator[tuple[str, str, str]]:
    """(number, text, excerpt) of every item; raises `NotAnExport`."""
    for element in elements(path):
        if local(element.tag) == "item":
            found = {each.tag: each.text or "" for each in element if local(each.tag) == "encoded"}
            excerpt = next((found[tag] for tag in found if "excerpt" in tag), "")
            content = next((found[tag] for tag in found if "excerpt" not in tag), "")
            yield text(element, "post_id"), content, excerpt


def entry_of(item: Element) -> Entry:
    meta = {text(each, "meta_key"): text(each, "meta_value") for each in every(item, "postmeta")}
    return Entry(
        id=text(item, "post_id"),
        kind=text(item, "post_type")[:40],
        status=text(item, "status"),
        title=text(item, "title"),
        slug=unquote(text(item, "post_name")),
        link=text(item, "link"),
        date=day(text(item, "post_date_gmt"), UTC) or day(text(item, "post_date"), None),
        parent=text(item, "post_parent"),
        author=text(item, "creator"),
        has_password=bool(text(item, "post_password")),
        comments=len(every(item, "comment")),
        file=text(item, "attachment_url"),
        marks=[
            (each.get("domain", ""), unquote(each.get("nicename", "")), each.text or "")
            for each in every(item, "category")
        ],
        meta={key: value for key, value in meta.items() if key in WANTED},
    )


def day(written: str, zone: Any) -> datetime | None:
    """Drafts have 0000-00-00."""
    try:
        at = datetime.strptime(written, "%Y-%m-%d %H:%M:%S")
    except ValueError:
        return None
    return at.replace(tzinfo=zone or timezone.get_current_timezone())


def local(tag: str) -> str:
    return tag.rpartition("}")[2]


def every(element: Element, name: str) -> list[Element]:
    return [each for each in element if local(each.tag) == name]


def text(element: Element, name: str) -> str:
    return next((each.text or "" for each in every(element, name)), "").strip()

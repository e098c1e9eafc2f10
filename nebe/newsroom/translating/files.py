"""Texts of pages for translators: XLIFF 1.2 and PO, out and read again (docs/translating.md)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from typing import Any
from xml.etree import ElementTree as ET

import polib
from bs4 import BeautifulSoup, NavigableString
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from wagtail_localize.models import StringSegment, Translation

from .markup import canonical
from .side_by_side import MACHINE, segments_once, translations_by_place

XLIFF = "urn:oasis:names:tc:xliff:document:1.2"
XML = "http://www.w3.org/XML/1998/namespace"
CTYPES = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "a": "link"}
UNREAD = "needs-review-translation"
DONE = {"translated", "final", "signed-off"}
NOT_DONE = {UNREAD, "new", "needs-translation", "needs-adaptation", "needs-l10n"}
MADE_AT = "X-Nebe-Made-At"
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class NoFile(Exception):
    """The file cannot be read at all; the message says why."""


@dataclass(frozen=True)
class Unit:
    """One text. `name` holds for as long as place and original stay as they are."""

    name: str
    path: str
    source: str
    target: str = ""
    is_machine: bool = False
    is_final: bool = False  # somebody says so in the file


@dataclass
class PageTexts:
    """The texts of one page; `key` is its translation key."""

    key: str
    title: str
    source_language: str
    target_language: str
    made_at: datetime | None
    units: list[Unit] = field(default_factory=list)


def unit_name(segment: StringSegment) -> str:
    return f"{segment.context.path_id.hex[:16]}-{segment.string.data_hash.hex[:16]}"


def page_texts(translation: Translation, at: datetime) -> PageTexts:
    source = translation.source
    written = translations_by_place(translation)
    found = PageTexts(
        key=str(source.object_id),
        title=source.object_repr,
        source_language=source.locale.language_code,
        target_language=translation.target_locale.language_code,
        made_at=at,
    )
    for segment in segments_once(translation):
        mine = written.get((segment.string_id, segment.context_id))
        found.units.append(
            Unit(
                name=unit_name(segment),
                path=segment.context.path,
                source=canonical(segment.string.data),
                target=canonical(mine.data) if mine else "",
                is_machine=mine is not None and mine.translation_type == MACHINE,
            )
        )
    return found


# XLIFF 1.2


def tag(name: str) -> str:
    return f"{{{XLIFF}}}{name}"


def xliff_write(pages: Iterable[PageTexts]) -> bytes:
    """One `<file>` per page; marks are `<g>` and `<x/>`, which tools protect."""
    ET.register_namespace("", XLIFF)
    root = ET.Element(tag("xliff"), {"version": "1.2"})
    for page in pages:
        attributes = {
            "original": page.key,
            "source-language": page.source_language,
            "target-language": page.target_language,
            "datatype": "html",
            f"{{{XML}}}space": "preserve",
        }
        if page.made_at:
            attributes["date"] = page.made_at.isoformat()
        file = ET.SubElement(root, tag("file"), attributes)
        header = ET.SubElement(file, tag("header"))
        ET.SubElement(header, tag("note")).text = page.title
        body = ET.SubElement(file, tag("body"))
        for unit in page.units:
            unit_write(body, unit)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def unit_write(body: ET.Element, unit: Unit) -> None:
    element = ET.SubElement(body, tag("trans-unit"), {"id": unit.name, "resname": unit.path})
    inline_write(ET.SubElement(element, tag("source")), unit.source)
    state = UNREAD if unit.is_machine else "translated" if unit.target else "needs-translation"
    inline_write(ET.SubElement(element, tag("target"), {"state": state}), unit.target)


def inline_write(element: ET.Element, html: str) -> None:
    counter = iter(range(1, 10_000))

    def walk(parent: ET.Element, node: Any) -> None:
        last: ET.Element | None = None
        for child in node.children:
            if isinstance(child, NavigableString):
                words = ILLEGAL.sub("", str(child))
                if last is None:
                    parent.text = (parent.text or "") + words
                else:
                    last.tail = (last.tail or "") + words
            elif child.name == "br":
                last = ET.SubElement(parent, tag("x"), {"id": str(next(counter)), "ctype": "lb"})
            else:
                name = child.get("id") or f"{child.name}-{next(counter)}"
                ctype = CTYPES.get(child.name, f"x-{child.name}")
                last = ET.SubElement(parent, tag("g"), {"id": name, "ctype": ctype})
                walk(last, child)

    walk(element, BeautifulSoup(html, "html.parser"))


def xliff_read(data: bytes) -> list[PageTexts]:
    try:
        root = fromstring(data, forbid_dtd=True)
    except (ET.ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise NoFile(_("This is no XLIFF file, or it is damaged.")) from error
    if root.tag != tag("xliff"):
        raise NoFile(_("This is no XLIFF file of version 1.2."))
    return [file_read(file) for file in root.iter(tag("file"))]


def file_read(file: ET.Element) -> PageTexts:
    page = PageTexts(
        key=file.get("original", ""),
        title=file.findtext(f"{tag('header')}/{tag('note')}", ""),
        source_language=file.get("source-language", ""),
        target_language=file.get("target-language", ""),
        made_at=moment(file.get("date", "")),
    )
    for element in file.iter(tag("trans-unit")):
        target = element.find(tag("target"))
        state = target.get("state", "") if target is not None else ""
        page.units.append(
            Unit(
                name=element.get("id", ""),
                path=element.get("resname", ""),
                source=inline_read(element.find(tag("source"))),
                target=inline_read(target),
                is_machine=state in NOT_DONE,
                is_final=state in DONE,
            )
        )
    return page


def inline_read(element: ET.Element | None) -> str:
    """HTML of an element's content; unknown elements keep their text alone."""
    if element is None:
        return ""
    parts = [escape(element.text or "", quote=False)]
    for child in element:
        inner = inline_read(child)
        if child.tag == tag("x"):
            inner = "<br/>"
        elif child.tag == tag("g"):
            inner = marked(child.get("id", ""), child.get("ctype", ""), inner)
        parts += [inner, escape(child.tail or "", quote=False)]
    return "".join(parts)


def marked(name: str, ctype: str, inner: str) -> str:
    if ctype == "link" or re.fullmatch(r"a\d+", name):
        return f'<a id="{escape(name)}">{inner}</a>'
    mark = name.partition("-")[0]
    return f"<{mark}>{inner}</{mark}>" if re.fullmatch(r"[a-z]{1,10}", mark) else inner


# PO


def po_write(pages: Iterable[PageTexts]) -> bytes:
    """The context of a text is `page|name of the text`; a machine's draft is fuzzy."""
    pages = list(pages)
    po = polib.POFile(wrapwidth=100)
    at = next((page.made_at for page in pages if page.made_at), None)
    po.metadata = {
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": pages[0].target_language if pages else "",
        "X-Source-Language": pages[0].source_language if pages else "",
        MADE_AT: at.isoformat() if at else "",
    }
    for page in pages:
        for unit in page.units:
            po.append(
                polib.POEntry(
                    msgctxt=f"{page.key}|{unit.name}",
                    msgid=unit.source,
                    msgstr=unit.target,
                    comment=f"{page.title}: {unit.path}",
                    flags=["fuzzy"] if unit.is_machine else [],
                )
            )
    return str(po).encode()


def po_read(data: bytes) -> list[PageTexts]:
    try:
        text = data.decode("utf-8-sig")
        # polib takes a short text for the name of a file.
        if 'msgid "' not in text:
            raise NoFile(_("This is no PO file, or it is damaged."))
        po = polib.pofile(text)
    except (OSError, ValueError) as error:
        raise NoFile(_("This is no PO file, or it is damaged.")) from error
    pages: dict[str, PageTexts] = {}
    for entry in po:
        if entry.obsolete:
            continue
        key, _bar, name = (entry.msgctxt or "").partition("|")
        page = pages.setdefault(key, po_page(po, key))
        fuzzy = "fuzzy" in entry.flags
        unit = Unit(name, "", entry.msgid, entry.msgstr, is_machine=fuzzy, is_final=not fuzzy)
        page.units.append(unit)
    return list(pages.values())


def po_page(po: polib.POFile, key: str) -> PageTexts:
    head = po.metadata
    return PageTexts(
        key=key,
        title="",
        source_language=head.get("X-Source-Language", ""),
        target_language=head.get("Language", ""),
        made_at=moment(head.get(MADE_AT, "")),
    )


def moment(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return timezone.make_aware(found) if found and timezone.is_naive(found) else found

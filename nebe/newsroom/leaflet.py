"""Pages on paper: tagged PDF (PDF/UA) with a code that leads back. A leaflet of steps."""

import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import segno
import typst
from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language_info, override
from django.utils.translation import gettext as _

from .models import VoluntaryReturn

HERE = Path(__file__).parent
BLOCKS = {"p", "li", "h2", "h3", "h4"}
MARKS = {
    "heading": "heading",
    "paragraph": "text",
    "list": "list",
    "quote": "text",
    "call_out": "notice",
}


class Paragraphs(HTMLParser):
    """The text of rich text, one string for each paragraph."""

    def __init__(self):
        super().__init__()
        self.found = [""]

    def handle_starttag(self, tag, attrs):
        if tag in BLOCKS:
            self.found.append("")

    def handle_data(self, data):
        self.found[-1] += data


def paragraphs(html: Any) -> list[str]:
    parser = Paragraphs()
    parser.feed(str(html))
    parser.close()
    return [text for each in parser.found if (text := re.sub(r"\s+", " ", each).strip())]


def leaflet_pdf(page: Any, *, address: str) -> bytes:
    """Of a page of steps, in its language; `address` is absolute. Raises `typst.TypstError`."""
    with override(page.locale.language_code):
        return paper_pdf("leaflet.typ", content_of(page), page=page, address=address)


def paper_pdf(template: str, content: dict[str, Any], *, page: Any, address: str) -> bytes:
    """`template` of this folder, which finds `content` and what every paper has."""
    content = content | shared_of(page, address=address)
    return typst.compile(
        b"".join((HERE / name).read_bytes() for name in ("paper.typ", template)),
        format="pdf",
        sys_inputs={"content": json.dumps(content, ensure_ascii=False), "qr": code_of(address)},
        pdf_standards=["ua-1"],
    )


def shared_of(page: Any, *, address: str) -> dict[str, Any]:
    language = page.locale.language_code
    return {
        "language": language,
        "direction": "rtl" if get_language_info(language)["bidi"] else "ltr",
        "address": address,
        "code": _("Read this page on your phone"),
        "network": settings.NETWORK_NAME,
    }


def content_of(page: Any) -> dict[str, Any]:
    return {
        "title": page.title,
        "summary": page.summary,
        "checked": checked(page),
        "notice": no_pressure() if isinstance(page, VoluntaryReturn) else [],
        "steps": [
            {
                "title": step.value["title"],
                "condition": step.value["condition"],
                "text": paragraphs(step.value["text"]),
            }
            for step in page.steps
        ],
        "body": [*lists_of(page), *body_of(page)],
        "sources_title": _("Sources"),
        "sources": [source_of(source.value) for source in page.sources],
    }


def no_pressure() -> list[str]:
    """What every page about return says, whoever wrote it."""
    return [
        _("Only you decide whether you return."),
        _("Nobody may push you. To ask is to decide nothing."),
        _("Take the time you need. You can change your mind at any time before you leave."),
    ]


def checked(page: Any) -> str:
    if not page.verified_on:
        return ""
    said = _("Checked on %(day)s") % {"day": date_format(page.verified_on)}
    return f"{said}: {page.verified_by}" if page.verified_by else said


def source_of(value: Any) -> str:
    as_of = _("as of %(day)s") % {"day": date_format(value["as_of"])}
    return f"{value['title']} ({as_of})"


def lists_of(page: Any) -> list[dict[str, Any]]:
    """Rights and support of a page about return."""
    if not isinstance(page, VoluntaryReturn):
        return []
    found: list[dict[str, Any]] = []
    for title, text in [(_("Your rights"), page.rights), (_("What is paid"), page.support)]:
        if text:
            found.append({"kind": "heading", "text": title})
            found.append({"kind": "list", "items": text.splitlines()})
    return found


def body_of(page: Any) -> list[dict[str, Any]]:
    """The blocks that make sense on paper: no pictures, no buttons."""
    found: list[dict[str, Any]] = []
    for block in page.body:
        kind = MARKS.get(block.block_type)
        if kind == "list":
            found.append({"kind": kind, "items": [str(item) for item in block.value]})
        elif block.block_type == "paragraph":
            found += [{"kind": kind, "text": text} for text in paragraphs(block.value)]
        elif block.block_type == "quote":
            found.append({"kind": kind, "text": block.value["text"]})
        elif kind:
            found.append({"kind": kind, "text": str(block.value)})
    return found


def code_of(address: str) -> str:
    picture = io.BytesIO()
    segno.make(address, error="m", micro=False).save(picture, kind="svg", scale=4, border=2)
    return picture.getvalue().decode()

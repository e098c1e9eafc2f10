"""Pages on paper. A leaflet of steps."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from nebe.core.ui import paper

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


def leaflet_pdf(page: Any, *, address: str, calls: list[tuple[str, str]]) -> bytes:
    """Of a page of steps, in its language; `address` is absolute. Raises `typst.TypstError`.

    `calls` are who can be called, and the numbers.
    """
    with override(page.locale.language_code):
        return paper_pdf("leaflet.typ", content_of(page, calls), page=page, address=address)


def paper_pdf(template: str, content: dict[str, Any], *, page: Any, address: str) -> bytes:
    """`template` of this folder."""
    language = page.locale.language_code
    return paper.paper_pdf(HERE / template, content, language=language, address=address)


def content_of(page: Any, calls: list[tuple[str, str]]) -> dict[str, Any]:
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
        "calls_title": _("Call us"),
        "calls": calls,
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
    return f"{said} · {page.verified_by}" if page.verified_by else said


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

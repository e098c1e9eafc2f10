"""Pictures that are drawn from words: one design for previews, covers and banners.

`card.typ` is the design. Whatever the machine has of its fonts is used; typst itself brings Latin
and Cyrillic letters, and Arabic ones that are plain but right.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import typst
from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils.translation import get_language_info

DESIGN = Path(__file__).with_name("card.typ")
CLOUD = "#1f6fb2"  # of the mark: white on our blue
PREVIEW = (1200, 630)  # as other sites show a link
COVER = (1400, 1400)  # as players want it, at the least


@dataclass(frozen=True, kw_only=True)
class Card:
    """`label` stands above the title, `call` looks like a button below it; both may be empty."""

    width: int  # pixels
    height: int
    title: str
    language: str
    label: str = ""
    call: str = ""


def draw(card: Card, form: Literal["png", "svg"] = "png") -> bytes:
    content = asdict(card) | {
        "network": settings.NETWORK_NAME,
        "direction": "rtl" if get_language_info(card.language)["bidi"] else "ltr",
        "mark": mark(),
    }
    drawn = typst.compile(
        DESIGN.read_bytes(),
        format=form,
        ppi=72,  # a point is a pixel
        sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
    )
    assert isinstance(drawn, bytes)
    return drawn


def mark() -> str:
    found = finders.find("ui/mark.svg")
    return Path(str(found)).read_text("utf-8").replace(CLOUD, "#fff") if found else ""

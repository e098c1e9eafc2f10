"""Things on paper: tagged PDF (PDF/UA) with a code that leads back to their page.

A paper's own template finds `content` and all of `paper.typ` and `charts.typ`: `boxed`,
`way_back`, `drawn` and `told` for charts with their tables.
"""

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import segno
import typst
from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from ..charts import Chart

HERE = Path(__file__).parent
BEFORE = (HERE / "paper.typ", HERE / "charts.typ")


def paper_pdf(template: Path, content: dict[str, Any], *, language: str, address: str) -> bytes:
    """In the active language; `address` is absolute. Raises `typst.TypstError`."""
    content = content | shared_of(language, address)
    return typst.compile(
        b"\n".join(path.read_bytes() for path in (*BEFORE, template)),
        format="pdf",
        sys_inputs={"content": json.dumps(content, ensure_ascii=False), "qr": code_of(address)},
        pdf_standards=["ua-1"],
    )


def shared_of(language: str, address: str) -> dict[str, Any]:
    """What every paper has."""
    return {
        "language": language,
        "direction": "rtl" if get_language_info(language)["bidi"] else "ltr",
        "address": address,
        "code": _("Read this page on your phone"),
        "network": settings.NETWORK_NAME,
        "source_label": _("Source"),
        "together": _("Together"),
    }


def code_of(address: str) -> str:
    picture = io.BytesIO()
    segno.make(address, error="m", micro=False).save(picture, kind="svg", scale=4, border=2)
    return picture.getvalue().decode()


def chart_drawn(chart: Chart) -> dict[str, Any]:
    """Lengths along the line of reading in per cent, all others in pixels."""
    return {
        "words": chart.words,
        "height": chart.height,
        "series": [one.label for one in chart.series if one.label],
        "bars": numbers_of(chart.bars, "x y width height series"),
        "rules": numbers_of(chart.rules, "x1 y1 x2 y2 series"),
        "dots": numbers_of(chart.dots, "x y series"),
        "marks": [
            row | {"text": mark.text, "anchor": mark.anchor}
            for row, mark in zip(numbers_of(chart.marks, "x y"), chart.marks, strict=True)
        ],
    }


def numbers_of(shapes: Sequence[Any], names: str) -> list[dict[str, float]]:
    return [
        {name: float(str(getattr(shape, name)).rstrip("%")) for name in names.split()}
        for shape in shapes
    ]

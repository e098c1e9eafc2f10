"""Pictures of the demonstration: drawn as SVG, kept as PNG like what editors upload."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

import typst
from django.core.files.base import ContentFile

from ..models import Picture

HERE = Path(__file__).parent
PICTURES, DRAWINGS = HERE / "pictures.toml", HERE / "drawings"
SHEET = b"""
#set page(width: 960pt, height: 540pt, margin: 0pt)
#image(bytes(sys.inputs.drawing), width: 100%)
"""


def pictures_load(today: date) -> None:
    """What is there already belongs to the editors and stays."""
    there = set(Picture.objects.values_list("title", flat=True))
    for name, data in known().items():
        if data["title"] not in there:
            picture_make(name, dict(data), today)


def picture_demo(name: str) -> Picture | None:
    data = known().get(name)
    return data and Picture.objects.filter(title=data["title"]).first()


def known() -> dict:
    return tomllib.loads(PICTURES.read_text("utf-8"))


def picture_make(name: str, data: dict, today: date) -> None:
    days = data.pop("licence_days", None)
    picture = Picture(**data, licence_until=days and today + timedelta(days=days))
    picture.file = ContentFile(drawn(name), f"{name}.png")
    picture._set_image_file_metadata()
    picture.save()


def drawn(name: str) -> bytes:
    drawing = (DRAWINGS / f"{name}.svg").read_text("utf-8")
    found = typst.compile(SHEET, format="png", ppi=96, sys_inputs={"drawing": drawing})
    assert isinstance(found, bytes)
    return found

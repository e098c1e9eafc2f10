"""What stands in the JSON of a field of the starter texts for something else.

`"-30d"` is a day, `"page:publications/first"` a page that was made before, `"town:Brno"` a town,
`"file:report.pdf"` a file of `files/`. A translation changes single words of its source:
`: changes.0.whom Families`.
"""

import json
import re
import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.core.files import File
from wagtail.models import Page

from nebe.core.places.selectors import municipality_resolve

from ..models import Download

FILES = Path(__file__).parent / "files"
DAY = re.compile(r"[+-]?\d+d")


def merged(source: dict[str, str], own: dict[str, str]) -> dict[str, str]:
    """The fields of a translation: those of its source, with its own words put into them."""
    fields = dict(source)
    for name, text in own.items():
        head, *way = name.split(".")
        if way:
            data = json.loads(fields[head])
            put(data, way, text)
            text = json.dumps(data)
        fields[head] = text
    return fields


def put(data: Any, way: list[str], text: str) -> None:
    """`way` names places of lists and keys of blocks: 0, whom."""
    *inner, last = way
    for step in inner:
        data = data[int(step)] if isinstance(data, list) else data[step]
        data = data["value"] if isinstance(data, dict) and "type" in data else data
    data[int(last) if isinstance(data, list) else last] = text


def resolved(value: Any, today: date, home: str) -> Any:
    """The same JSON with days and pages in place of their names; `home` is the home's path."""
    if isinstance(value, dict):
        return {key: resolved(each, today, home) for key, each in value.items()}
    if isinstance(value, list):
        return [resolved(each, today, home) for each in value]
    if isinstance(value, str):
        if DAY.fullmatch(value):
            return (today + timedelta(days=int(value[:-1]))).isoformat()
        if value.startswith("page:"):
            return page_named(f"{home}{value.removeprefix('page:')}/")
        if value.startswith("town:"):
            return town_named(value.removeprefix("town:"))
        if value.startswith("file:"):
            return file_named(value.removeprefix("file:"))
    return value


def town_named(name: str) -> str:
    """Nothing where no such town is known."""
    return next((f"place:{town.pk}" for town in municipality_resolve(name)), "")


def page_named(path: str) -> int:
    return Page.objects.values_list("pk", flat=True).get(url_path=path)


def file_named(name: str) -> int:
    """A file of `files/`, made public by the page that has it; described in `files/about.toml`."""
    about = tomllib.loads((FILES / "about.toml").read_text("utf-8"))[name]
    if found := Download.objects.filter(title=about["title"]).first():
        return found.pk
    download = Download(**about)
    with (FILES / name).open("rb") as file:
        download.file.save(name, File(file))
    return download.pk

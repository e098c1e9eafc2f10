"""Every page that links lead to: one path for each address of the house, for one person."""

import re
from collections import deque
from collections.abc import Iterable

from django.urls import Resolver404, resolve
from django.utils import translation
from playwright.sync_api import Page

LINK = re.compile(r'href="(/en/[^"#?]*)')
SEVERAL = {"exchange:my_offer", "exchange:my_talk"}  # each looks otherwise, by its state
FILES = (
    *(
        ".xml",
        ".csv",
        ".xlsx",
        ".json",
        ".pdf",
        ".webp",
        ".png",
        ".svg",
        ".ics",
        ".bib",
        ".ris",
        ".vtt",
        ".atom",
        ".rss",
    ),
    *(".webm", ".wav", ".mp3", ".mp4", ".m4a", "/nebe.html", "/logo/", "/cv/", "/cv/?as=sent"),
)


def crawl(page: Page, seeds: Iterable[str], seen: set[str], sources: dict[str, str]) -> list[str]:
    """Paths below `/en/`: one for each address that is not in `seen` yet, which grows.

    Opening a link changes nothing here, so all of them are opened; one that is dead fails. What
    was sent is kept in `sources`, by its path.
    """
    begin = [f"/en/{seed}" for seed in seeds]
    found, todo, opened = [], deque(begin), set()
    while todo:
        path = todo.popleft()
        address = address_of(path)
        if (
            path.endswith(FILES)
            or "/files/" in path
            or address in opened
            or (address in seen and path not in begin)
        ):
            continue
        answer = page.request.get(path)
        assert answer.ok, f"{path} answers {answer.status}"
        here = answer.url[answer.url.index("/en/") :]  # where it led
        if address_of(here) not in seen:
            found.append(here.removeprefix("/en/"))
            sources[here] = answer.text()
        opened |= {address, address_of(here)}
        seen |= opened
        todo.extend(LINK.findall(answer.text()))
    return found


def address_of(path: str) -> str:
    """Its name in the table of addresses; a query stands for itself, a CMS page for its folder."""
    with translation.override("en"):
        try:
            name = resolve(path.partition("?")[0]).view_name
        except Resolver404:
            return path
    if "?" in path or name in SEVERAL:
        return path
    if name != "wagtail_serve":
        return name
    folder, _slash, _name = path.rstrip("/").rpartition("/")
    return path if folder == "/en" else folder

"""What a page says and in which language, as a screen reader learns it."""

from collections.abc import Iterable, Iterator

from bs4 import BeautifulSoup, Tag
from bs4.element import PreformattedString

READ_ALOUD = ["alt", "aria-label", "title", "data-label", "placeholder"]
NOT_READ = ["script", "style", "textarea"]  # the code of a banner is in one


def plain(text: str) -> str:
    return " ".join(text.split())


def main_of(html: str) -> Tag:
    main = BeautifulSoup(html, "lxml").main
    assert main
    return main


def said(html: str) -> list[tuple[str, str]]:
    """(language, text) of whatever is shown or read aloud in the page's main part."""
    return [(code, plain(text)) for code, text in spoken(main_of(html).descendants)]


def spoken(nodes: Iterable) -> Iterator[tuple[str, str]]:
    for node in nodes:
        if isinstance(node, Tag):
            yield from ((language_of(node), node[name]) for name in READ_ALOUD if node.get(name))
        elif not isinstance(node, PreformattedString) and node.parent.name not in NOT_READ:
            yield language_of(node.parent), node


def language_of(tag: Tag) -> str:
    return next(each["lang"] for each in (tag, *tag.parents) if "lang" in each.attrs)

"""Texts of pages are HTML without attributes; a translation keeps its links and placeholders."""

import re
from collections import Counter
from html.parser import HTMLParser

from bs4 import BeautifulSoup
from django.utils.translation import gettext as _
from wagtail_localize.strings import StringValue, validate_translation_links

EMPTY = {"br"}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w+\}")


class Tags(HTMLParser):
    """Whether each tag that begins also ends, and which there are: `a#a1`, `b`, `br`."""

    def __init__(self):
        super().__init__()
        self.found: list[str] = []
        self.open: list[str] = []
        self.is_whole = True

    def handle_starttag(self, tag, attrs):
        self.found.append("#".join([tag, *filter(None, dict(attrs).values())]))
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in EMPTY:
            self.open.pop()

    def handle_endtag(self, tag):
        if tag in EMPTY:
            return
        if not self.open or self.open.pop() != tag:
            self.is_whole = False


def tags_of(html: str) -> Tags:
    tags = Tags()
    tags.feed(html)
    tags.close()
    tags.is_whole = tags.is_whole and not tags.open
    return tags


def canonical(html: str) -> str:
    """One way of writing for what reads the same."""
    return str(BeautifulSoup(html, "html.parser"))


def plain(html: str) -> str:
    return StringValue(html).render_text()


def wrong_with(source: str, target: str) -> str:
    """What is broken in a translation, in words; empty where nothing is."""
    here, there = tags_of(source), tags_of(target)
    if not there.is_whole:
        return _("A mark such as <b> or <a> is not closed, or closed twice.")
    try:
        StringValue.from_translated_html(target)
        validate_translation_links(source, target)
    except ValueError as error:
        return str(error)
    links = Counter(tag for tag in here.found if tag.startswith("a#"))
    if links != Counter(tag for tag in there.found if tag.startswith("a#")):
        return _("A link of the original is missing, or there twice.")
    if Counter(PLACEHOLDER.findall(source)) != Counter(PLACEHOLDER.findall(target)):
        return _("A placeholder such as {name} is missing, or there is one too many.")
    return ""

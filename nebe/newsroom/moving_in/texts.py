"""HTML of WordPress as blocks of ours. Only text, links, bold and italic pass; all else is named.

Nothing of the old markup is kept: tags are written anew and every text is escaped.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag
from django.utils.translation import gettext_noop as _

from .reasons import Reasons, reason

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
INLINE = {"b": "b", "strong": "b", "i": "i", "em": "i", "cite": "i"}
BLOCKS = {
    *HEADINGS,
    *("p", "div", "section", "article", "main", "header", "footer", "aside", "center", "address"),
    *("ul", "ol", "dl", "dt", "dd", "blockquote", "figure", "figcaption", "table", "pre", "hr"),
    *("details", "summary"),
}
# What is not taken, and is said.
LEFT = {
    *("iframe", "video", "audio", "embed", "object", "script", "form", "svg", "canvas", "map"),
    *("input", "button", "select", "textarea", "noscript"),
}
SILENT = {"style", "link", "meta", "title", "head", "source", "track"}
PICTURED = BLOCKS | LEFT | {"img"}
SHORTCODE = re.compile(r"\[(/?)([a-z][\w-]*)([^\[\]<>]*)\]")
GALLERY = re.compile(r'ids=["\']?([\d, ]+)')
# Brackets that people write themselves: "[sic]", "[the law]".
KNOWN_CODE = re.compile(r"[-_\d]|=|^(caption|embed|gallery|audio|video|playlist|form|button|row)$")
EMBED = re.compile(r"^https?://(www\.)?(youtube\.com|youtu\.be|vimeo\.com|facebook\.com)/\S+$")
MARKUP = re.compile(r"</?[a-zA-Z][^>]*>|<!--.*?-->", re.DOTALL)
SCHEMES = {"http", "https", "mailto", "tel"}


@dataclass
class Finder:
    """What the text needs to know of the rest: pages behind links, pictures behind addresses."""

    page: Callable[[str], int | None]
    picture: Callable[[str], tuple[int, str] | None]  # address or number → (id, what it shows)
    is_old: Callable[[str], bool]


@dataclass
class Reading:
    finder: Finder
    blocks: list[tuple[str, Any]] = field(default_factory=list)
    notes: Reasons = field(default_factory=list)  # what of it was not taken
    open: list[str] = field(default_factory=list)  # inline HTML of a paragraph not yet ended

    def note(self, words: str, **values: Any) -> None:
        """The words go through `gettext_noop`."""
        if (told := reason(words, **values)) not in self.notes:
            self.notes.append(told)

    def end(self) -> None:
        """The paragraph is over; blank lines within it, as the old editor wrote them, end one."""
        html, self.open = "".join(self.open), []
        for part in re.split(r"\n\s*\n", html):
            part = re.sub(r"(^(\s|<br/>)+|(\s|<br/>)+$)", "", part)
            if plain(part):
                self.paragraph(balanced(re.sub(r"\s*\n\s*", "<br/>", part)))

    def paragraph(self, html: str) -> None:
        if EMBED.match(plain(html)):
            self.note(_("embedded: %(address)s"), address=plain(html))
        else:
            self.blocks.append(("paragraph", f"<p>{html}</p>"))


def blocks_of(html: str, finder: Finder) -> Reading:
    """Raises `RecursionError` for what is nested without end."""
    reading = Reading(finder)
    soup = BeautifulSoup(without_shortcodes(html, reading), "html.parser")
    walk(soup, reading)
    reading.end()
    return reading


def without_shortcodes(html: str, reading: Reading) -> str:
    def answer(match: re.Match) -> str:
        end, name, rest = match.groups()
        if name == "caption" or (name == "embed" and not rest):
            return ""
        if name == "gallery" and (ids := GALLERY.search(rest)):
            numbers = re.findall(r"\d+", ids[1])
            return "".join(f'<img src="#{number}">' for number in numbers)
        if end or KNOWN_CODE.search(name + rest):
            if not end:
                reading.note(_("shortcode: [%(name)s]"), name=name)
            return ""
        return match[0]

    return SHORTCODE.sub(answer, html)


def walk(parent: Tag, reading: Reading) -> None:
    for child in parent.children:
        if isinstance(child, Tag):
            take(child, reading)
        elif not isinstance(child, PreformattedString):  # comments, among them Gutenberg's
            reading.open.append(escape(str(child), quote=False))


def take(tag: Tag, reading: Reading) -> None:
    name = tag.name.lower()
    if name in SILENT:
        return
    if name in LEFT:
        source = tag.get("src") or tag.get("data") or ""
        reading.note(f"{name}: {source}" if source else name)
    elif name == "img":
        reading.end()
        picture(tag, reading)
    elif name in HEADINGS:
        reading.end()
        if words := plain(inline(tag, reading)):
            reading.blocks.append(("heading", words))
        pictures_in(tag, reading)
    elif name in TAKERS:
        reading.end()
        TAKERS[name](tag, reading)
    elif name in BLOCKS:
        reading.end()
        flat(tag, reading)
        reading.end()
    elif tag.find(list(PICTURED)):
        walk(tag, reading)
    else:
        reading.open.append(inline_tag(tag, reading))


def flat(tag: Tag, reading: Reading) -> None:
    """In a paragraph a new line is but a blank."""
    for child in tag.children:
        if isinstance(child, NavigableString) and tag.name == "p":
            if not isinstance(child, PreformattedString):
                reading.open.append(escape(re.sub(r"\s+", " ", str(child)), quote=False))
        elif isinstance(child, Tag):
            take(child, reading)
        elif not isinstance(child, PreformattedString):
            reading.open.append(escape(str(child), quote=False))


def inline(node: PageElement, reading: Reading) -> str:
    if isinstance(node, Tag):
        return "".join(
            inline_tag(child, reading) if isinstance(child, Tag) else inline(child, reading)
            for child in node.children
        )
    return "" if isinstance(node, PreformattedString) else escape(str(node), quote=False)


def inline_tag(tag: Tag, reading: Reading) -> str:
    name = tag.name.lower()
    if name == "br":
        return "<br/>"
    if name in SILENT | LEFT | {"img"}:
        return ""
    within = inline(tag, reading)
    if name == "a" and plain(within):
        return linked(str(tag.get("href") or "").strip(), within, reading)
    if name in INLINE and plain(within):
        return f"<{INLINE[name]}>{within}</{INLINE[name]}>"
    return within if name not in BLOCKS else f" {within} "


def linked(href: str, within: str, reading: Reading) -> str:
    if page := reading.finder.page(href):
        return f'<a linktype="page" id="{page}">{within}</a>'
    try:
        scheme = urlsplit(href).scheme
    except ValueError:
        scheme = ""
    if scheme not in SCHEMES:
        if href and not href.startswith("#"):
            reading.note(_("link: %(address)s"), address=href)
        return within
    if reading.finder.is_old(href):
        reading.note(_("link to the old site: %(address)s"), address=href)
    return f'<a href="{escape(href)}">{within}</a>'


def picture(tag: Tag, reading: Reading, caption: str = "") -> None:
    source = str(tag.get("src") or tag.get("data-src") or "").strip()
    found = reading.finder.picture(source)
    if found is None:
        address = "data:" if source.startswith("data:") else source
        reading.note(_("picture: %(address)s"), address=address)
        return
    number, shows = found
    alt = plain(escape(str(tag.get("alt") or ""))) or shows or caption
    if not alt:
        reading.note(
            _("picture without words for those who cannot see it: %(address)s"), address=source
        )
    reading.blocks.append(("picture", {"image": number, "alt": alt}))


def pictures_in(tag: Tag, reading: Reading) -> None:
    for each in tag.find_all("img"):
        picture(each, reading)


def figure(tag: Tag, reading: Reading) -> None:
    if tag.find("figure"):
        return flat(tag, reading)
    caption = tag.find("figcaption")
    words = inline(caption, reading) if isinstance(caption, Tag) else ""
    pictures = [each for each in tag.find_all("img") if isinstance(each, Tag)]
    for each in pictures:
        picture(each, reading, plain(words))
    if isinstance(caption, Tag):
        caption.extract()
    if not pictures:
        flat(tag, reading)
        reading.end()
    shown = reading.blocks[-1][1] if reading.blocks else None
    if plain(words) and not (isinstance(shown, dict) and shown.get("alt") == plain(words)):
        reading.paragraph(f"<i>{words.strip()}</i>")


def listed(tag: Tag, reading: Reading) -> None:
    """Items of our lists are plain: one with a link makes paragraphs of all of them."""
    within = apart(tag, ["li"])
    htmls = [inline(each, reading).strip() for each in within]
    htmls = [re.sub(r"\s+", " ", html) for html in htmls if plain(html)]
    if any("<a " in html for html in htmls):
        for html in htmls:
            reading.paragraph(f"• {html}")
    elif htmls:
        reading.blocks.append(("list", [plain(html) for html in htmls]))
    for each in within:
        pictures_in(each, reading)
    flat(tag, reading)
    reading.end()


def quote(tag: Tag, reading: Reading) -> None:
    cite = tag.find("cite")
    author = plain(inline(cite.extract(), reading)) if isinstance(cite, Tag) else ""
    if words := plain(inline(tag, reading)):
        reading.blocks.append(("quote", {"text": words, "author": author}))
    pictures_in(tag, reading)


def table(tag: Tag, reading: Reading) -> None:
    """Row by row, for there is no block for tables."""
    reading.note(_("table, now a paragraph for each row"))
    for row in apart(tag, ["tr"]):
        within = apart(row, ["td", "th"])
        cells = [inline(cell, reading).strip() for cell in within]
        if any(map(plain, cells)):
            reading.paragraph(re.sub(r"\s+", " ", " — ".join(filter(plain, cells))))
        for cell in within:
            pictures_in(cell, reading)
    flat(tag, reading)
    reading.end()


def apart(tag: Tag, names: list[str]) -> list[Tag]:
    """Takes these tags out; where their ends were forgotten, they stood in one another."""
    found = [each for each in tag.find_all(names) if isinstance(each, Tag)]
    return [each.extract() for each in reversed(found)][::-1]


TAKERS: dict[str, Callable[[Tag, Reading], None]] = {
    "figure": figure,
    "ul": listed,
    "ol": listed,
    "blockquote": quote,
    "table": table,
}


def plain(html: str) -> str:
    """The words alone, in one line."""
    text = unescape(MARKUP.sub("", html.replace("<br/>", " ")))
    return " ".join(text.replace("\xa0", " ").split())


def balanced(html: str) -> str:
    """A blank line may have stood within a link or bold words."""
    return str(BeautifulSoup(html, "html.parser")) if "<" in html else html

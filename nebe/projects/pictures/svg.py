"""Pictures as files: SVG that stands alone, and PNG of it. Both need the reader's language."""

from dataclasses import dataclass
from typing import Any

import typst
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language_bidi

FORMS = {"svg": "image/svg+xml", "png": "image/png"}
WIDTH, MARGIN, HEAD, FOOT = 1080, 40, 76, 56  # pixels
INNER = WIDTH - 2 * MARGIN
LATIN = "'Noto Sans', 'DejaVu Sans', sans-serif"
ARABIC = "'Noto Sans Arabic', 'Noto Naskh Arabic', 'DejaVu Sans', sans-serif"
LETTER = 7.2  # how wide one is on average
KEY = 28  # how wide a shape in a legend is
PAGE = """#set page(width: auto, height: auto, margin: 0pt, fill: white)
#set text(font: ("Noto Sans", "Noto Sans Arabic", "DejaVu Sans", "Libertinus Serif"))
#image(bytes(sys.inputs.svg), format: "svg")"""


def family_of(text: str) -> str:
    """Nothing where the picture’s own will do."""
    return ARABIC if any("\u0600" <= char <= "\u06ff" for char in text) else ""


@dataclass(frozen=True)
class Words:
    """Words of a picture, held at `anchor`: `start`, `middle` or `end` on the screen."""

    x: str
    y: str
    text: str
    anchor: str = "start"
    kind: str = ""

    @property
    def family(self) -> str:
        """Files name one that has the letters: what draws them takes the first family it finds."""
        return family_of(self.text)


@dataclass(frozen=True)
class Key:
    """A shape of the picture as its legend shows it, and what it stands for."""

    kind: str
    x: str
    y: str
    words: Words


class Canvas:
    """Lengths run along the line of reading; what comes out is where it is on the screen."""

    def __init__(self, width: float):
        self.width, self.mirrored = width, get_language_bidi()

    def start(self, x: float, width: float = 0) -> float:
        return self.width - x - width if self.mirrored else x

    def words(
        self, x: float, y: float, text: str, anchor: str = "start", kind: str = "", room: float = 0
    ) -> Words:
        """`room`: how wide they may be."""
        if self.mirrored:
            anchor = {"start": "end", "end": "start"}.get(anchor, anchor)
        text = shortened(text, room) if room else text
        return Words(number(self.start(x)), number(y), text, anchor, kind)

    def key(self, x: float, y: float, kind: str, text: str) -> Key:
        room = self.width - x - KEY - 6
        left = number(self.start(x, KEY))
        return Key(kind, left, number(y - 10), self.words(x + KEY + 6, y, text, room=room))


def shortened(text: str, room: float) -> str:
    most = max(4, int(room / LETTER))
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def number(value: float) -> str:
    """As SVG has it, whatever the reader's decimal sign is."""
    return f"{value:.1f}"


def file_svg(template: str, context: dict[str, Any], *, height: int, address: str) -> str:
    """`context` has `title` and what `template` draws below it, `height` pixels high."""
    canvas = Canvas(WIDTH)
    foot = str(HEAD + height + FOOT - 18)
    frame = {
        "width": str(WIDTH),  # numbers would have the reader's signs in them
        "height": str(HEAD + height + FOOT),
        "family": ARABIC if get_language_bidi() else LATIN,
        "heading": canvas.words(MARGIN, 36, context["title"], kind="heading"),
        "below": canvas.words(MARGIN, 58, context["said"], kind="quiet", room=INNER),
        "source": Words(str(MARGIN), foot, source_told(address), kind="source"),
        "drawn": template,
    }
    return render_to_string("projects/pictures/file.svg", context | frame)


def source_told(address: str) -> str:
    """The address runs from left to right; name and day keep their own order within the line."""
    name, day = settings.NETWORK_NAME, date_format(timezone.localdate())
    return f"{apart(name)}, {apart(day)} · {address}"


def apart(text: str) -> str:
    return f"\u2068{text}\u2069"


def png_of(svg: str) -> bytes:
    drawn = typst.compile(PAGE.encode(), format="png", ppi=108, sys_inputs={"svg": svg})
    assert isinstance(drawn, bytes)
    return drawn

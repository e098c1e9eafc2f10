"""The picture of flows: nodes with their names and sums, ribbons between them."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from nebe.core.ui.charts import share_of, shown

from ..bands import amount_told
from .flows import COLUMNS, SEVERAL, SPECIAL, UNTOLD, Flows
from .sankey import NODE, OTHERS, WIDTH, Layout, Node, Strand, bundled, columns_of, laid_out
from .svg import INNER, LETTER, Canvas, number, shortened

MOST = 10  # of each column stand alone
HEADS = 26  # pixels
ROOM = 235  # for the words beside a node
LAST_ROOM = INNER - WIDTH - 6


def drawing(found: Flows) -> dict[str, Any] | None:
    """Numbers as SVG has them, where they are on the reader's screen; None: nothing flows."""
    layout = laid_out(bundled(found.strands, MOST), last=(SEVERAL, UNTOLD))
    if layout is None:
        return None
    canvas = Canvas(INNER)
    return {
        "nodes": [node_drawn(node, found, canvas) for node in layout.nodes],
        "links": links_drawn(layout, found, canvas),
        "heads": [head(at, str(name), canvas) for at, name in enumerate(COLUMNS.values())],
        "columns": columns_listed(layout, found),
        "height": layout.height + HEADS,
        "size": f"0 0 {INNER} {layout.height + HEADS}",
    }


def node_drawn(node: Node, found: Flows, canvas: Canvas) -> dict[str, Any]:
    column = list(COLUMNS)[node.column]
    name = found.name(column, node.key)
    last = node.column == len(COLUMNS) - 1
    sum_ = f" · {amount(node.value)}"
    room = (LAST_ROOM if last else ROOM) - len(sum_) * LETTER
    middle = HEADS + node.y + node.height / 2 + 4
    return {
        "x": number(canvas.start(node.x, NODE)),
        "y": number(HEADS + node.y),
        "height": number(max(1.0, node.height)),
        "title": f"{name}{sum_} {found.amounts.currency}",
        "words": canvas.words(node.x + NODE + 6, middle, f"{shortened(name, room)}{sum_}"),
        "url": url_of(column, node.key),
    }


def columns_listed(layout: Layout, found: Flows) -> list[tuple[str, list[dict[str, Any]]]]:
    """The same nodes as bars below each other, for a screen on which the picture has no room."""
    listed = []
    for at, (column, title) in enumerate(COLUMNS.items()):
        nodes = [node for node in layout.nodes if node.column == at]
        highest = max(node.value for node in nodes)
        rows = [
            {
                "name": found.name(column, node.key),
                "amount": amount(node.value),
                "bar": share_of(node.value, highest),
                "url": url_of(column, node.key),
            }
            for node in nodes
        ]
        listed.append((str(title), rows))
    return listed


def url_of(column: str, key: str) -> str:
    return "" if key in SPECIAL else explorer_of(column, key)


def links_drawn(layout: Layout, found: Flows, canvas: Canvas) -> list[dict[str, str]]:
    """Paths run from left to right; a reader from right to left sees them mirrored."""
    turn = f"translate({INNER} {HEADS}) scale(-1 1)" if canvas.mirrored else f"translate(0 {HEADS})"
    columns = list(COLUMNS)
    return [
        {
            "path": link.path,
            "turn": turn,
            "title": _("%(source)s → %(target)s: %(amount)s")
            % {
                "source": found.name(columns[link.source.column], link.source.key),
                "target": found.name(columns[link.target.column], link.target.key),
                "amount": f"{amount(link.value)} {found.amounts.currency}",
            },
        }
        for link in layout.links
    ]


def head(at: int, name: str, canvas: Canvas):
    return canvas.words(at * (WIDTH - NODE) / (len(COLUMNS) - 1), 12, name)


def amount(value) -> str:
    return shown(round(value))


def explorer_of(column: str, key: str) -> str:
    return f"{reverse('projects:explorer')}?{urlencode({column: key})}"


def in_words(found: Flows) -> str:
    """What the picture says: who pays most, for what most goes."""
    if not found.strands:
        return ""
    columns = columns_of(found.strands)
    payer, theme = largest(columns[0]), largest(columns[-1])
    return _(
        "%(total)s %(currency)s flow from who pays to what it is for. Most comes from: %(payer)s. "
        "Most goes to: %(theme)s."
    ) % {
        "total": amount(found.total),
        "currency": found.amounts.currency,
        "payer": found.name("funder", payer),
        "theme": found.name("theme", theme),
    }


def largest(column: dict) -> str:
    """Also that nobody told it, where that is most of it; what stands together is no answer."""
    alone = {key: value for key, value in column.items() if key != OTHERS} or column
    return max(alone, key=lambda key: alone[key])


def rows_of(found: Flows, strands: Sequence[Strand]) -> list[list[Any]]:
    return [
        [
            *(found.name(column, key) for column, key in zip(COLUMNS, keys, strict=True)),
            plain(value),
            found.amounts.currency,
        ]
        for keys, value in strands
    ]


def cells_of(found: Flows, strands: Sequence[Strand]) -> list[list[tuple[str, str]]]:
    """(heading, text) of each cell, for a page."""
    labels = header()[:-1]
    return [
        list(zip(labels, [*names, f"{amount_told(sum_)} {currency}"], strict=True))
        for *names, sum_, currency in rows_of(found, strands)
    ]


def plain(value) -> int | float:
    return int(value) if value == int(value) else float(round(value, 2))


def header() -> list[str]:
    return [*map(str, COLUMNS.values()), _("Amount"), _("Currency")]

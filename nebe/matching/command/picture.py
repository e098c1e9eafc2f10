"""A plan as a map in SVG: needs, offers, and a line for each pair. Colours by Okabe and Ito."""

from __future__ import annotations

from html import escape

import numpy as np

from ..columns import Table
from ..plan import Plan

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
WIDTH, HEIGHT, SIDE, TOP = 960, 640, 230, 74
KM_DEGREE = 111.2
SCALE_KM = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)


def picture(plan: Plan, *, title: str) -> str:
    """Only rows with a place are drawn."""
    needs, offers = plan.candidates.needs, plan.candidates.offers
    frame = Frame(needs.table, offers.table)
    at_needs = frame.points(needs.table)[needs.order].tolist()
    at_offers = frame.points(offers.table)[offers.order].tolist()
    colour = [COLOURS[c % len(COLOURS)] for c in range(len(plan.candidates.labels))]
    graph = plan.candidates.graph
    parts = [_head(title, _description(plan))]
    for e in plan.pair.tolist():
        i, j = int(graph.need[e]), int(graph.offer[e])
        (x, y), (u, v) = at_needs[i], at_offers[j]
        if x == x and u == u:  # neither is NaN
            hue = colour[needs.category[i]]
            parts.append(
                f'<path d="M{x:.1f} {y:.1f}L{u:.1f} {v:.1f}" stroke="{hue}" stroke-width="1.5"/>'
            )
    given = np.bincount(graph.offer[plan.pair], minlength=graph.offers) > 0
    met = plan.served >= plan.wanted
    for j, (x, y) in enumerate(at_offers):
        if x == x:
            parts.append(_square(x, y, colour[offers.category[j]], bool(given[j])))
    for i, (x, y) in enumerate(at_needs):
        if x == x:
            parts.append(_circle(x, y, colour[needs.category[i]], bool(met[i])))
    parts += [*_legend(plan, colour), frame.scale(), "</svg>"]
    return "\n".join(parts) + "\n"


class Frame:
    """From degrees to the picture, north up, one scale in both directions."""

    def __init__(self, *sides: Table):
        latitude = np.concatenate([side.latitude for side in sides])
        longitude = np.concatenate([side.longitude for side in sides])
        placed = ~np.isnan(latitude)
        if not placed.any():
            latitude, longitude, placed = np.zeros(1), np.zeros(1), np.ones(1, bool)
        self.south, self.north = latitude[placed].min(), latitude[placed].max()
        self.west, self.east = longitude[placed].min(), longitude[placed].max()
        self.shrink = max(0.05, float(np.cos(np.radians((self.south + self.north) / 2))))
        wide = max((self.east - self.west) * self.shrink, 1e-3)
        high = max(self.north - self.south, 1e-3)
        self.degree = min((WIDTH - SIDE - 60) / wide, (HEIGHT - TOP - 60) / high)

    def points(self, side: Table) -> np.ndarray:
        x = 30 + (side.longitude - self.west) * self.shrink * self.degree
        y = TOP + 20 + (self.north - side.latitude) * self.degree
        return np.stack([x, y], axis=1)

    def scale(self) -> str:
        """A bar of round kilometres, at most a fifth of the map."""
        km_px = self.degree / KM_DEGREE
        km = max([k for k in SCALE_KM if k * km_px <= (WIDTH - SIDE) / 5], default=1)
        x, y = WIDTH - SIDE + 22, HEIGHT - 34
        return (
            f'<path d="M{x} {y - 5}V{y}H{x + km * km_px:.1f}V{y - 5}" stroke="#333"/>'
            f'<text x="{x}" y="{y + 18}" fill="#333">{km} km</text>'
        )


def _head(title: str, description: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        'aria-labelledby="title description" font-family="sans-serif" font-size="14" fill="none">\n'
        f'<title id="title">{escape(title)}</title>\n'
        f'<desc id="description">{escape(description)}</desc>\n'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>\n'
        '<text x="24" y="34" font-size="20" font-weight="bold" fill="#111">'
        f"{escape(title)}</text>\n"
        f'<text x="24" y="56" fill="#333">{escape(_short(description))}</text>'
    )


def _short(description: str) -> str:
    return description.split(". ")[0] + "."


def _description(plan: Plan) -> str:
    served = int((plan.served >= plan.wanted).sum())
    found = plan.candidates
    text = (
        f"{served:,} of {len(plan.wanted):,} needs are met from {found.graph.offers:,} offers, "
        f"by {plan.pair.size:,} pairs"
    )
    kinds = "; ".join(
        f"{label}: {int(plan.served[rows].sum()):,} of {int(plan.wanted[rows].sum()):,} units"
        for c, label in enumerate(found.labels)
        if (rows := found.needs.category == c).any()
    )
    return f"{text}. By kind of help: {kinds}. Circles are needs, squares offers, lines pairs."


def _circle(x: float, y: float, colour: str, full: bool) -> str:
    fill = colour if full else "#fff"
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{fill}" stroke="{colour}" '
        'stroke-width="2"/>'
    )


def _square(x: float, y: float, colour: str, full: bool) -> str:
    fill = colour if full else "#fff"
    return (
        f'<rect x="{x - 4.5:.1f}" y="{y - 4.5:.1f}" width="9" height="9" fill="{fill}" '
        f'stroke="{colour}" stroke-width="2"/>'
    )


def _legend(plan: Plan, colours: list[str]):
    x, y = WIDTH - SIDE + 28, TOP + 24
    marks = (
        (_circle, True, "need, met"),
        (_circle, False, "need, not or partly met"),
        (_square, True, "offer, used"),
        (_square, False, "offer, not used"),
    )
    for mark, full, text in marks:
        yield mark(x, y, "#333", full)
        yield f'<text x="{x + 18}" y="{y + 5}" fill="#333">{text}</text>'
        y += 26
    y += 16
    found = plan.candidates
    for c, label in enumerate(found.labels):
        rows = found.needs.category == c
        given, wanted = int(plan.served[rows].sum()), int(plan.wanted[rows].sum())
        yield f'<path d="M{x - 8} {y}h16" stroke="{colours[c]}" stroke-width="4"/>'
        text = f"{escape(str(label))}: {given:,} of {wanted:,}"
        yield f'<text x="{x + 18}" y="{y + 5}" fill="#333">{text}</text>'
        y += 26

"""What stands many times on a page of projects, drawn by functions: templates take most of a page
that has twenty cards, fifty rows or a hundred bubbles.
"""

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from nebe.core.texts.translated import Text
from nebe.core.ui.templatetags.ui import listed

from .bands import amount_told
from .maps import Bubble
from .models import Project
from .selectors.rows import Row

AIM = 40  # words of an aim on a card


def told(text: Text) -> str:
    """Attributes and words of a text in the language that it is in."""
    return f' lang="{escape(text.language)}" dir="{text.direction}">{escape(text.text)}'


def link(project: Project, address: str) -> str:
    name = project.name
    words = told(name) if name else f">{escape(project.slug)}"
    return f'<a href="{address.replace(SLUG, project.slug)}"{words}</a>'


SLUG = "-slug-"  # stands for the one of a project in an address made once


def project_address() -> str:
    return reverse("projects:project", args=[SLUG])


def cards(projects: Iterable[tuple[Project, dict[str, list[str]]]]) -> SafeString:
    address, paid = project_address(), escape(_("Paid by:"))
    return made(
        card(project, people.get("funders", []), address, paid) for project, people in projects
    )


def card(project: Project, funders: list[str], address: str, paid: str) -> str:
    status = project.get_status_display() if project.status else ""
    facts = (f"<span>{years(project)}</span>" if project.start else "") + (
        f'<span class="tag">{escape(status)}</span>' if status else ""
    )
    aim = project.aim
    return (
        f'<article class="card stack tight"><h2>{link(project, address)}</h2>'
        f'<p class="cluster">{facts}</p>'
        + (f"<p{told(shortened(aim))}</p>" if aim else "")
        + (f'<p class="quiet">{paid} <bdi>{escape(listed(funders))}</bdi></p>' if funders else "")
        + "</article>\n"
    )


def shortened(text: Text) -> Text:
    words = text.text.split()
    if len(words) <= AIM:
        return text
    return Text(" ".join(words[:AIM]) + " …", text.language)


def years(project: Project) -> str:
    start, end = project.start, project.end
    if start is None:
        return ""
    return f"{start.year}" + (f"–{end.year}" if end and end.year != start.year else "")


def table_rows(rows: Iterable[Row], titles: list[str | Promise]) -> SafeString:
    """`titles` of the columns stand before each cell on a phone."""
    address, labels = project_address(), [escape(str(title)) for title in titles[1:]]
    return made(table_row(row, address, labels) for row in rows)


def table_row(row: Row, address: str, labels: Sequence[str]) -> str:
    project = row.project
    days = (
        date_format(day, "SHORT_DATE_FORMAT") if day else "" for day in (project.start, project.end)
    )
    names = (
        f"<bdi>{escape(listed(names))}</bdi>" if names else ""
        for names in (row.lead, row.funders, row.places)
    )
    budgets = "".join(
        f"<div><bdi>{amount_told(total)} {escape(currency)}</bdi></div>"
        for currency, total in row.budgets.items()
    )
    cells = zip(labels, (*names, *days, budgets), strict=True)
    return (
        f'<tr><th scope="row">{link(project, address)}</th>'
        + "".join(f'<td data-label="{label}">{cell}</td>' for label, cell in cells)
        + "</tr>\n"
    )


def bubbles(found: Iterable[Bubble], address: str) -> SafeString:
    """Those of a map, each leading on to `address`."""
    return made(bubble(each, address) for each in found)


def bubble(each: Bubble, address: str) -> str:
    name = f"{escape(each.label)}: {number_format(each.count, force_grouping=True)}"
    text = f'<text x="{each.x}" y="{each.y}" aria-hidden="true">{each.count}</text>'
    return (
        f'<a href="{address}?{escape(each.query)}" aria-label="{name}">'
        f'<circle cx="{each.x}" cy="{each.y}" r="{each.r}"><title>{name}</title></circle>'
        f"{text if each.has_number else ''}</a>\n"
    )


def bubble_rows(found: Iterable[Bubble], address: str) -> SafeString:
    """The same as rows of the table below."""
    return made(
        f'<tr><th scope="row"><a href="{address}?{escape(each.query)}"><bdi>{escape(each.label)}'
        f"</bdi></a></th><td>{number_format(each.count, force_grouping=True)}</td></tr>\n"
        for each in found
    )


def made(parts: Iterable[str]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308 (each function above escapes what it is given)

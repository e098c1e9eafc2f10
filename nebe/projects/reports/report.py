"""A report on any selection of projects: figures with charts, the projects, how it is counted."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typst
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from nebe.core.mail.addresses import absolute
from nebe.core.ui.charts import shown
from nebe.core.ui.paper import chart_drawn, paper_pdf
from nebe.core.ui.templatetags.ui import listed

from ..facets import NAMES
from ..pictures import drawn_flows
from ..pictures.flows import flows
from ..pictures.svg import file_svg
from ..selectors.amounts import MOST as MOST_ADDED
from ..selectors.amounts import Amounts
from ..selectors.explorer import question_of, with_funders
from ..selectors.figures import BARS, Figures, figures
from ..selectors.phrases import phrase_of
from ..selectors.selection import Selection

TEMPLATE = Path(__file__).with_name("report.typ")
MOST = 300  # projects in the table
FACETS = ("year", "theme", "target", "funder", "programme", "org", "town")


def report_pdf(query: str) -> bytes:
    """In the active language. Raises `typst.TypstError`."""
    asked = QueryDict(query)
    address = absolute("projects:explorer") + (f"?{query}" if query else "")
    language = get_language() or "en"
    content = content_of(asked, address)
    try:
        return paper_pdf(TEMPLATE, content, language=language, address=address)
    except typst.TypstError:  # no font of this machine has all letters of the picture
        return paper_pdf(TEMPLATE, content | {"flows": None}, language=language, address=address)


def content_of(asked: QueryDict, address: str) -> dict[str, Any]:
    question = question_of(asked)
    selection = Selection(question)
    found, projects = figures(selection, asked), selection[:MOST]
    return {
        "title": _("Report on projects"),
        "selection": phrase_of(question),
        "as_of": _("As of %(day)s") % {"day": date_format(timezone.localdate())},
        "summary": summary(found),
        "figures_title": _("In figures"),
        "figures": [table for name in FACETS if (table := facet_table(found, name))],
        "flows_title": _("Whose money goes where"),
        "flows": flows_drawn(selection, asked, address),
        "projects_title": _("The projects"),
        "header": [_("Title"), _("Years"), _("Who pays"), _("Who takes part")],
        "projects": rows_of(projects),
        "more": more(found.projects - len(projects)),
        "notes_title": _("How this is counted"),
        "notes": notes(found),
    }


def summary(found: Figures) -> list[str]:
    said = [
        ngettext("%(number)s project", "%(number)s projects", found.projects)
        % {"number": shown(found.projects)},
        _("Projects that run now: %(number)s") % {"number": shown(found.running)},
        _("Organisations that take part: %(number)s") % {"number": shown(found.number_of("org"))},
        _("Organisations that pay: %(number)s") % {"number": shown(found.number_of("funder"))},
    ]
    if found.since:
        said.append(_("Since %(year)s") % {"year": found.since})
    if found.amounts and found.amounts.values:
        total = f"{shown(round(found.amounts.total))} {found.amounts.currency}"
        said.append(f"{found.amounts.name}: {total}")
    return said


def facet_table(found: Figures, name: str) -> dict[str, Any] | None:
    """As `told` of `charts.typ` draws it."""
    shares = found.years if name == "year" else found.by.get(name, [])[:BARS]
    if not shares:
        return None
    chart = found.chart(name)
    left = max(0, found.number_of(name) - len(shares))
    return {
        "title": str(NAMES[name]),
        "heading": str(NAMES[name]),
        "columns": [_("Projects")],
        "rows": [[share.label, shown(share.number)] for share in shares],
        "total": "",
        "note": _("Not in this table: %(number)s more.") % {"number": left} if left else "",
        "source": "",
        "chart": chart and chart_drawn(chart),
    }


def flows_drawn(selection: Selection, asked: QueryDict, address: str) -> dict[str, str] | None:
    found = flows(selection, asked)
    drawn = drawn_flows.drawing(found) if found else None
    if not found or not drawn:
        return None
    said = f"{found.amounts.name} ({found.amounts.currency})"
    shapes = drawn | {"title": _("Whose money goes where"), "said": said}
    svg = file_svg("projects/pictures/sankey.svg", shapes, height=drawn["height"], address=address)
    return {"svg": svg, "words": drawn_flows.in_words(found)}


def rows_of(projects: Sequence[Any]) -> list[list[str]]:
    people = with_funders(projects)
    return [
        [
            str(row.name) or row.slug,
            years(row),
            listed(people.get(row.pk, {}).get("funders", [])),
            listed(people.get(row.pk, {}).get("others", [])),
        ]
        for row in projects
    ]


def years(project) -> str:
    ends = [str(day.year) for day in (project.start, project.end) if day]
    return "–".join(dict.fromkeys(ends))


def more(left: int) -> str:
    if left <= 0:
        return ""
    text = ngettext(
        "%(number)s more project is not in this table; the address below leads to all.",
        "%(number)s more projects are not in this table; the address below leads to all.",
        left,
    )
    return text % {"number": shown(left)}


def notes(found: Figures) -> list[str]:
    """What is counted, which rates were used, what is missing."""
    said = [
        _("Counted are projects that the network has published here, each once."),
        _("A project with several themes, places or organisations is in the row of each of them."),
    ]
    if found.amounts is None:
        said.append(
            _("Money is not added up: these are more than %(number)s projects.")
            % {"number": shown(MOST_ADDED)}
        )
    else:
        said += money_notes(found.amounts)
    return said


def money_notes(amounts: Amounts) -> list[str]:
    said = [_("A revised budget takes the place of the first one.")]
    if amounts.oldest_rate and amounts.newest_rate:
        said.append(
            _("Converted from %(from)s to %(to)s by the network’s rates of %(first)s to %(last)s.")
            % {
                "from": listed(amounts.converted_from),
                "to": amounts.currency,
                "first": date_format(amounts.oldest_rate),
                "last": date_format(amounts.newest_rate),
            }
        )
    if amounts.unconverted:
        sums = [f"{shown(round(sum_))} {name}" for name, sum_ in amounts.unconverted.items()]
        said.append(
            _("Not in the sums, because there is no rate of its day: %(sums)s")
            % {"sums": "; ".join(sums)}
        )
    if amounts.without:
        said.append(
            _("Projects that say no amount of this kind: %(number)s")
            % {"number": shown(amounts.without)}
        )
    return said

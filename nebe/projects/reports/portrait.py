"""One project on paper: tagged PDF in the reader's language."""

from pathlib import Path
from typing import Any

from django.template.defaultfilters import floatformat
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nebe.core.ui.paper import paper_pdf
from nebe.core.ui.templatetags.ui import listed

from ..models import Funding, Project
from ..selectors.results import ResultShown
from ..selectors.shown import project_facts

TEMPLATE = Path(__file__).with_name("portrait.typ")
Fact = tuple[str, str]


def portrait_pdf(project: Project, *, address: str) -> bytes:
    told = project_facts(project)
    language = get_language() or "en"
    return paper_pdf(TEMPLATE, content_of(project, told), language=language, address=address)


def content_of(project: Project, told: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": str(project.name) or project.slug,
        "title_language": project.name.language or get_language(),
        "aim": str(project.aim),
        "aim_language": project.aim.language or get_language(),
        "texts": [{"text": str(text), "language": text.language} for text in told["texts"]],
        "facts": facts(project, told),
        "tables": [table for table in (budgets(told), payments(told)) if table["rows"]],
        "results_title": _("Results"),
        "results": [
            table
            for level in told["levels"]
            for result in level.results
            for table in results(result)
        ],
        "documents_title": _("Documents"),
        "documents": [f"{title or row.url}: {row.url}" for row, title, _kind in told["documents"]],
        "related_title": _("Related projects"),
        "related": [f"{each.label}: {each.project or each.ref}" for each in told["related"]],
        "as_of": _("Last changed here on %(day)s") % {"day": date_format(project.updated_at)},
    }


def facts(project: Project, told: dict[str, Any]) -> list[Fact]:
    found = [
        (_("Acronym"), project.acronym),
        (_("Status"), str(project.get_status_display())),
        (_("From"), day(project.start, planned=not project.actual_start)),
        (_("Until"), day(project.end, planned=not project.actual_end)),
        *((label, listed(named)) for label, named in told["roles"]),
        (_("Countries"), listed(told["countries"])),
        (_("Places"), listed(told["places"])),
        (_("Themes"), listed(told["themes"])),
        (_("For whom"), listed(told["targets"])),
        (_("Sectors"), "; ".join(told["sectors"])),
        (_("Sustainable Development Goals"), "; ".join(told["goals"])),
        (_("Programmes"), "; ".join(map(funding, told["fundings"]))),
        (_("IATI identifier"), project.iati_identifier or ""),
        (_("Reference numbers"), listed([ref for ref, _owner in told["numbers"]])),
    ]
    return [(label, text) for label, text in found if text]


def funding(row: Funding) -> str:
    """The programme, whose it is, and its share."""
    funder = row.funder.name if row.funder else ""
    said = " · ".join(text for text in (str(row.programme or ""), funder) if text)
    return said if row.percentage is None else f"{said} {floatformat(row.percentage, '-2g')} %"


def day(value, *, planned: bool) -> str:
    if value is None:
        return ""
    note = _("planned")
    return f"{date_format(value)} ({note})" if planned else date_format(value)


def money(value, currency: str) -> str:
    return f"{number_format(value, 2, use_l10n=True, force_grouping=True)} {currency}"


def budgets(told: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": _("Budgets"),
        "header": [_("From"), _("Until"), _("Amount")],
        "rows": [
            [
                short(each["row"].start),
                short(each["row"].end),
                money(each["row"].value or 0, each["currency"]),
            ]
            for each in told["budgets"]
        ],
    }


def payments(told: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": _("Payments, all together"),
        "header": [_("Kind"), _("Amount")],
        "rows": [[each.kind, money(each.value, each.currency)] for each in told["sums"]],
    }


def results(told: ResultShown) -> list[dict[str, Any]]:
    """A table for each indicator; of whom a figure counts is part of it."""
    return [
        {
            "title": str(row.title or told.title),
            "header": [_("Period"), _("Target"), _("Reached")],
            "rows": [
                [line.who or each.label, line.target, line.reached]
                for each in row.periods
                for line in each.lines
            ],
        }
        for row in told.indicators
        if row.periods
    ]


def short(value) -> str:
    return date_format(value, "SHORT_DATE_FORMAT") if value else ""

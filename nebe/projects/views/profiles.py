"""Pages about an organisation, a funder, a programme, a place."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nebe.core.mail.addresses import full
from nebe.core.people.access import public
from nebe.core.people.limits import network_limited
from nebe.core.people.requests import Request
from nebe.core.ui.charts import share_of
from nebe.core.ui.structured import as_script

from ..facets import NAMES
from ..profiles import subjects
from ..profiles.context_shown import series_of
from ..profiles.subjects import Subject
from ..reports.structured import collection
from ..selectors.amounts import MEASURES
from ..selectors.figures import BARS, Figures, figures
from ..selectors.rates import SHOWN_IN
from ..selectors.selection import Selection
from ..tables.exports import FORMATS

PER_PAGE = 10
SECTIONS = ("theme", "target", "org", "funder", "programme", "region", "town", "country")
limited = network_limited("projects_profiles", rate="600/h")


@limited
@public
@require_safe
def organisation(request: Request, slug: str) -> HttpResponse:
    return profile(request, subjects.organisation("org", slug))


@limited
@public
@require_safe
def funder(request: Request, slug: str) -> HttpResponse:
    return profile(request, subjects.organisation("funder", slug))


@limited
@public
@require_safe
def programme(request: Request, slug: str) -> HttpResponse:
    return profile(request, subjects.programme(slug))


@limited
@public
@require_safe
def place(request: Request, code: str) -> HttpResponse:
    return profile(request, subjects.place(code))


def profile(request: Request, subject: Subject) -> HttpResponse:
    selection = Selection(subject.question)
    found = figures(selection, request.GET)
    series = series_of(subject.value) if subject.facet == "country" else []
    if not found.projects and not series:
        raise Http404
    context = {
        "subject": subject,
        "heading": heading_of(subject),
        "figures": found,
        "years": found.chart("year"),
        "sections": sections(found, subject),
        "projects": selection[:PER_PAGE],
        "is_country": subject.facet == "country",
        "series": series,
        "map": reverse("projects:map") + subject.query,
        "permanent": full(request.get_full_path()),
        "structured": as_script(collection(subject, heading_of(subject), full(request.path))),
        "selection": subject.query,
        "files": [
            (form.upper(), reverse("projects:file", args=[form]) + subject.query)
            for form in FORMATS
        ],
        "measures": MEASURES.items(),
        "currencies": SHOWN_IN,
    }
    return render(request, "projects/profiles/profile.html", context)


def heading_of(subject: Subject) -> str:
    words = {
        "org": _("What %(name)s does for integration"),
        "funder": _("What %(name)s pays for"),
        "programme": _("Projects of the programme %(name)s"),
    }.get(subject.facet) or _("Integration in %(name)s")
    return words % {"name": subject.name}


def sections(found: Figures, subject: Subject) -> list[dict[str, Any]]:
    """Tables of a facet with bars; what the page itself is about is left out."""
    pages = subjects.addresses(
        (name, share.value) for name in SECTIONS for share in found.by.get(name, [])[:BARS]
    )
    result = []
    for name in SECTIONS:
        shares = found.by.get(name, [])
        if not shares or name == subject.facet:
            continue
        explorer = reverse("projects:explorer") + subject.query
        rows = [
            {
                "label": share.label,
                "number": share.number,
                "bar": share_of(share.number, shares[0].number),
                "page": pages.get((name, share.value)),
                "explorer": f"{explorer}&{name}={share.value}",
            }
            for share in shares[:BARS]
        ]
        result.append({"title": NAMES[name], "rows": rows, "more": max(0, len(shares) - BARS)})
    return result

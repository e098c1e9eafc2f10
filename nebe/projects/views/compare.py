"""Two places, two periods, or any two selections side by side."""

from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nebe.core.mail.addresses import absolute, full
from nebe.core.people.access import public
from nebe.core.people.limits import network_limited
from nebe.core.people.requests import Request

from ..compare_forms import SIDES, CompareForm
from ..facets import NAMES
from ..pictures.drawn_comparison import drawing
from ..pictures.files import PICTURES, TABLES, picture_file, table_file
from ..pictures.svg import file_svg
from ..selectors.comparison import Comparison
from ..selectors.figures import figures
from ..selectors.phrases import phrase_of
from ..selectors.rates import SHOWN_IN, currency_chosen
from ..selectors.selection import Selection

FACETS = ("year", "theme", "target", "org", "funder")


def compared(request: Request, form: CompareForm) -> tuple[Comparison, list[str]]:
    """Both sides in one currency, and how each is called."""
    questions = [form.question(side) for side in SIDES]
    asked = QueryDict(mutable=True)
    asked.update({"currency": currency_chosen(request.GET), "money": request.GET.get("money", "")})
    first = figures(Selection(questions[0]), asked)
    if first.amounts:
        asked["currency"] = first.amounts.currency
    labels = [phrase_of(question) for question in questions]
    if labels[0] == labels[1]:
        labels = [f"{label} ({side})" for label, side in zip(labels, SIDES, strict=True)]
    return Comparison(first, figures(Selection(questions[1]), asked)), labels


def is_asked(request: Request) -> bool:
    return any(request.GET.get(f"{name}_{side}")
               for side in SIDES for name in ("place", "from", "until", "link"))  # fmt: skip


@network_limited("projects_compare", rate="300/h")
@public
@require_safe
def compare(request: Request) -> HttpResponse:
    form = CompareForm(request.GET if is_asked(request) else None)
    context: dict[str, Any] = {"form": form, "currencies": SHOWN_IN}
    if form.is_bound and form.is_valid():
        found, labels = compared(request, form)
        query = f"?{request.GET.urlencode()}"
        context |= {
            "compared": found,
            "labels": labels,
            "currency": found.first.amounts and found.first.amounts.currency,
            "lists": [
                (label, f"{reverse('projects:explorer')}?{form.question(side).query()}")
                for label, side in zip(labels, SIDES, strict=True)
            ],
            "differences": found.differences(labels),
            "sections": [
                {"title": NAMES[name], "rows": found.table(name)[:40],
                 "chart": found.chart(name, labels)}
                for name in FACETS if found.table(name)
            ],
            "permanent": full(request.get_full_path()),
            "files": [(form_.upper(), reverse("projects:compare_file", args=[form_]) + query)
                      for form_ in (*PICTURES, *TABLES)],
        }  # fmt: skip
    return render(request, "projects/compare.html", context)


@network_limited("projects_picture", rate="120/h")
@public
@require_safe
def compare_file(request: Request, form: str) -> HttpResponse:
    asked = CompareForm(request.GET)
    if form not in (*PICTURES, *TABLES) or not asked.is_valid():
        raise Http404
    found, labels = compared(request, asked)
    title = _("Two selections side by side")
    address = absolute("projects:compare") + f"?{request.GET.urlencode()}"
    if form in PICTURES:
        shapes = drawing(found, labels) | {"title": title}
        height = shapes["height"]
        svg = file_svg("projects/pictures/bars.svg", shapes, height=height, address=address)
        return picture_file(form, svg, name="compare")
    about = {"title": title, "address": address}
    header = [_("Table"), _("Row"), *labels]
    return table_file(form, name="compare", header=header, rows=found.lines(), about=about)

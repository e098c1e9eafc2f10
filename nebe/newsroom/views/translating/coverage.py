"""The table of all pages × languages: what is missing, stale, nobody's."""

import csv
from collections import defaultdict
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Count, F, QuerySet
from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.permissions import page_permission_policy

from nebe.core.people.access import cms
from nebe.core.people.cms import edits_everything
from nebe.core.texts.tables import safe

from ...kinds import labels
from ...models import Coverage
from ...translating.coverage import AT_ONCE, coverage_settle
from ..cms_paging import paged

State = Coverage.State
COLUMNS = [
    *("kind", "title", "source_language", "language", "state", "owner__name", "changed_at"),
    *("segments", "translated", "machine", "changed", "wordless", "words", "lix", "word_length"),
    *("sentence_length", "long_sentences"),
]


def kinds() -> list[tuple[str, Any]]:
    return [("", _("all")), *labels(), ("section", _("sections")), ("home", _("home page"))]


class CoverageFilter(forms.Form):
    q = forms.CharField(label=_("Title"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=kinds)
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("all")), *settings.LANGUAGES]
    )
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("all")), *State.choices]
    )
    mine = forms.BooleanField(label=_("Only those I look after"), required=False)


def covered(user: Any) -> QuerySet[Coverage]:
    """What the user may edit in any language."""
    pages = page_permission_policy.instances_user_has_permission_for(user, "change")
    return Coverage.objects.filter(key__in=pages.order_by().values("translation_key"))


def narrowed(rows: QuerySet[Coverage], wanted: dict) -> QuerySet[Coverage]:
    """Rows of pages that have what is wanted, in all languages."""
    if wanted.get("kind"):
        rows = rows.filter(kind=wanted["kind"])
    if wanted.get("q"):
        rows = rows.filter(title__icontains=wanted["q"])
    if wanted.get("owner"):
        rows = rows.filter(owner=wanted["owner"])
    same = {name: wanted[name] for name in ("language", "state") if wanted.get(name)}
    if wanted.get("state"):
        rows = rows.filter(key__in=Coverage.objects.filter(**same).values("key"))
    return rows


def wanted_of(request) -> tuple[CoverageFilter, dict]:
    form = CoverageFilter(request.GET)
    form.is_valid()
    wanted = dict(form.cleaned_data)
    wanted["owner"] = request.user if wanted.get("mine") else None
    return form, wanted


@cms
def coverage(request):
    coverage_settle(AT_ONCE)
    form, wanted = wanted_of(request)
    rows = narrowed(covered(request.user), wanted)
    if "csv" in request.GET:
        return as_csv(rows, wanted)
    originals = rows.filter(language=F("source_language")).select_related("owner")
    listed = paged(request, originals.order_by("title", "key"))
    languages = [
        (code, name)
        for code, name in settings.LANGUAGES
        if wanted.get("language") in (None, "", code)
    ]
    context = {
        "header_title": _("Languages of pages"),
        "page_title": _("Languages of pages"),
        "header_icon": "globe",
        "form": form,
        "languages": languages,
        "counts": counts(covered(request.user)),
        "states": State.choices,
        "of_network": edits_everything(request.user),
        "pages": in_languages(listed["page_obj"], [code for code, _name in languages]),
        "query": query_without_page(request),
        **listed,
    }
    return render(request, "newsroom/cms/coverage.html", context)


def query_without_page(request) -> str:
    query = request.GET.copy()
    query.pop("p", None)
    return query.urlencode()


def counts(rows: QuerySet[Coverage]) -> list[tuple[str, str, list[tuple[str, int]]]]:
    """For each language how many pages are in each state."""
    found: dict[tuple[str, str], int] = defaultdict(int)
    for code, state, number in (
        rows.order_by().values_list("language", "state").annotate(number=Count("pk"))
    ):
        found[code, state] = number
    return [
        (code, name, [(state, found[code, state]) for state in State.values])
        for code, name in settings.LANGUAGES
    ]


def in_languages(originals: Any, codes: list[str]) -> list[tuple[Coverage, list[dict]]]:
    originals = list(originals)
    rows = Coverage.objects.filter(key__in=[each.key for each in originals], language__in=codes)
    cells = {(row.key, row.language): row for row in rows}
    return [
        (each, [cell(cells[each.key, code], each) for code in codes if (each.key, code) in cells])
        for each in originals
    ]


def cell(row: Coverage, original: Coverage) -> dict:
    """A row with the link that leads on from it."""
    if row.state == State.SOURCE:
        link = reverse("wagtailadmin_pages:edit", args=[row.page_id]), _("edit")
    elif row.state == State.MISSING:
        start = "wagtail_localize:submit_page_translation"
        link = reverse(start, args=[original.page_id]), _("start")
    else:
        words = {State.PUBLISHED: _("look"), State.STALE: _("compare")}
        name = words.get(State(row.state), _("continue"))
        link = reverse("newsroom_texts:side_by_side", args=[row.page_id]), name
    return {"row": row, "address": link[0], "verb": link[1]}


class Echo:
    def write(self, value: str) -> str:
        return value


def as_csv(rows: QuerySet[Coverage], wanted: dict) -> StreamingHttpResponse:
    """One line per page and language, the state by its code."""
    for name in ("language", "state"):
        if wanted.get(name):
            rows = rows.filter(**{name: wanted[name]})
    writer = csv.writer(Echo())
    lines = rows.order_by("title", "key", "language").values_list(*COLUMNS)
    response = StreamingHttpResponse(
        (writer.writerow(line_of(line)) for line in [COLUMNS, *lines.iterator(chunk_size=1000)]),
        content_type="text/csv; charset=utf-8",
    )
    response["Content-Disposition"] = 'attachment; filename="languages.csv"'
    return response


def line_of(values: Any) -> list:
    return ["" if each is None else safe(str(each)) for each in values]

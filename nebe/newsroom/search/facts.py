"""Counts what the lists of kinds have to choose from."""

import json
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Count

from nebe.core.sql import sql_rows

from ..models import Facet, Listed
from .models import ListFacts

FACTS = """
    SELECT total, facets, years, has_ends FROM nebe_newsroom_search_listfacts WHERE kind = %s"""


def facts_of(kind: str) -> ListFacts:
    """As it was when something of the kind was published; empty before anything was."""
    for total, facets, years, has_ends in sql_rows(FACTS, [kind]):
        facets, years = json.loads(facets), json.loads(years)
        return ListFacts(kind, total, facets, years, bool(has_ends))
    return ListFacts(kind=kind, total=0)


def facts_settle(kinds: Iterable[str]) -> None:
    """Count anew for these kinds."""
    for kind in set(kinds):
        rows = Listed.objects.filter(kind=kind).order_by()
        years: dict[str, dict[str, int]] = defaultdict(dict)
        for reader, year, number in rows.values_list("reader", "date__year").annotate(
            number=Count("pk")
        ):
            years[reader][str(year)] = number
        facets: dict[str, dict[str, int]] = defaultdict(dict)
        about = Facet.objects.filter(key__in=rows.values("key")).exclude(kind="page")
        for source, value, number in about.values_list("kind", "value").annotate(
            number=Count("pk")
        ):
            facets[source][value] = number
        counted = {
            "total": rows.values("key").distinct().count(),
            "facets": dict(facets),
            "years": dict(years),
            "has_ends": rows.exclude(until=None).exists(),
        }
        if not ListFacts.objects.filter(pk=kind).update(**counted):
            ListFacts.objects.create(kind=kind, **counted)

"""A selection in words: what was asked for, as a title of pictures and reports."""

from django.utils.translation import gettext as _

from nebe.core.ui.templatetags.ui import listed

from ..facets import NAMES, labels
from ..models import Facet, Project
from .explorer import Question


def quoted(words: str) -> str:
    """In the quotation marks of the reader's language."""
    return _("“%(words)s”") % {"words": words}


def phrase_of(question: Question) -> str:
    """`Theme: Housing; Year: 2024, 2025`, or that it is all of them."""
    parts = [quoted(question.words)] if question.words else []
    for year, text in (
        (question.since, _("since %(year)s")),
        (question.until, _("until %(year)s")),
    ):
        if year:
            parts.append(text % {"year": year})
    named: dict[tuple[str, str], str] = {}
    for name, values in question.chosen.items():  # what is asked for may be anything
        there = Facet.objects.filter(
            name=name, value__in=values, project__state=Project.State.PUBLISHED
        )
        named |= labels(set(there.values_list("name", "value").distinct()))
        told = listed(named.get((name, value), value) for value in values)
        parts.append(f"{NAMES[name]}: {told}")
    return "; ".join(parts) or _("All projects")

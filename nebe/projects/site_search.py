"""What the search of the whole site shows of this room: published projects."""

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from nebe.core.sql import Statement, Told, placeholders
from nebe.core.ui.registry import SearchFound, SearchHit, SearchSource, search_everywhere

from .models import Project, Term
from .selectors.explorer import Question, with_funders
from .selectors.selection import Selection
from .words import meanings

AIM = 30  # words of an aim
HAVE = """
    SELECT value, '', '' FROM nebe_projects_term WHERE name = %s AND value IN ({stems}) LIMIT 1"""


def projects_found(text: str, limit: int, told: Told = ()) -> SearchFound:
    """The newest projects that answer, as the explorer finds them."""
    if not text.strip():
        return SearchFound([])
    question = Question(text.replace("\0", "")[:200])
    selection = Selection(question)
    rows = selection[:limit]
    if not rows:
        return SearchFound([])
    people = with_funders(rows)
    hits = [hit(row, people.get(row.pk, {}).get("funders", [])) for row in rows]
    said = ngettext("Show %(number)s project", "Show all %(number)s projects", selection.total)
    more = said % {"number": number_format(selection.total, force_grouping=True)}
    return SearchFound(hits, more, f"{reverse('projects:explorer')}?{question.query()}")


def hit(project: Project, funders: list[str]) -> SearchHit:
    name = project.name
    return SearchHit(
        str(name) or project.slug,
        reverse("projects:project", args=[project.slug]),
        Truncator(str(project.aim)).words(AIM),
        ", ".join(funders),
        language=name.language if name.is_fallback else "",
    )


def have_words(text: str) -> Statement | None:
    """Whether any project has any of the stems that are asked for."""
    asked = meanings(text.replace("\0", "")[:200])
    stems = sorted({stem for each in asked for phrase in each.phrases for stem in phrase})
    if not stems or any(each.facets for each in asked):
        return None
    return Statement(HAVE.format(stems=placeholders(stems)), [Term.WORD, *stems])


search_everywhere.register(
    SearchSource("projects", _("Projects"), projects_found, 30, asks=have_words)
)

"""What the search of the whole site shows of this room: published projects."""

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from nebe.core.ui.registry import SearchFound, SearchHit, SearchSource, search_everywhere

from .models import Project
from .selectors.explorer import Question, with_funders
from .selectors.selection import Selection

AIM = 30  # words of an aim


def projects_found(text: str, limit: int) -> SearchFound:
    """The newest projects that answer, as the explorer finds them."""
    if not text.strip():
        return SearchFound([])
    question = Question(text.replace("\0", "")[:200])
    selection = Selection(question)
    rows = selection[:limit]
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


search_everywhere.register(SearchSource("projects", _("Projects"), projects_found, 30))

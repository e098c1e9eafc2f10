"""What is said around a project: terms, programmes, numbers, offices, other projects, its care."""

from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from nebe.core.texts.translated import pick

from ..goals import GOALS_VOCABULARY, goal_name
from ..models import Funding, Project
from ..related import related_of
from ..terms import TARGETS_URI, THEMES_URI, target_name, theme_name
from .confirming import not_confirmed_since


def around(project: Project) -> dict[str, Any]:
    """`project` should come with its tags."""
    return {
        "themes": tagged(project, THEMES_URI, theme_name),
        "targets": tagged(project, TARGETS_URI, target_name),
        "goals": [
            goal_name(row.code) for row in project.tags.all() if row.vocabulary == GOALS_VOCABULARY
        ],
        "fundings": fundings(project),
        "numbers": [
            (row["ref"], told(row.get("owner", {}).get("text")))
            for row in project.other_identifiers
            if row.get("ref")
        ],
        "contacts": [found for row in project.contacts if (found := contact(row))],
        "related": related_of(project),
        "changed_on": timezone.localtime(project.updated_at).date(),
        "not_confirmed": not_confirmed_since(project, timezone.localdate()),
    }


def told(words: Any) -> Any:
    return pick(words, get_language() or "en")


def tagged(project: Project, uri: str, name: Any) -> list[str]:
    codes = [row.code for row in project.tags.all() if row.vocabulary_uri == uri]
    return [name(code) for code in dict.fromkeys(codes)]


def fundings(project: Project) -> list[Funding]:
    """Those that say more than who pays, which stands among the organisations."""
    rows = project.fundings.select_related("funder", "programme")
    return [row for row in rows if row.programme or row.percentage is not None]


def contact(row: dict) -> dict[str, Any] | None:
    """Of an office: what files say of persons was never taken in."""
    addresses = [told(each.get("text")) for each in row.get("addresses", [])]
    websites = [each.get("value", "") for each in row.get("websites", [])]
    found = {
        "names": [text for name in ("organisation", "department") if (text := told(row.get(name)))],
        "addresses": [text for text in addresses if text],
        "websites": [url for url in websites if url.startswith(("https://", "http://"))],
    }
    return found if any(found.values()) else None

"""Projects, as something that a page can be about."""

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nebe.core.texts.translated import pick
from nebe.core.ui.registry import RelatedSource, SearchHit, related_links

from .models import Project
from .selectors.explorer import projects_public


def choices(language: str) -> list[tuple[str, str]]:
    """Those that somebody keeps here: of what came from elsewhere there may be too many."""
    kept = projects_public().exclude(publisher=None).only("slug", "title")
    names = [(str(each.pk), str(pick(each.title, language)) or each.slug) for each in kept]
    return sorted(names, key=lambda each: each[1].casefold())


def hits(wanted: Iterable[str], language: str) -> list[SearchHit]:
    ids = [UUID(value) for value in wanted if is_uuid(value)]
    known = projects_public().only("slug", "title").in_bulk(ids)
    return [hit(known[each], language) for each in ids if each in known]


def hit(project: Project, language: str) -> SearchHit:
    name = pick(project.title, language)
    return SearchHit(
        str(name) or project.slug,
        reverse("projects:project", args=[project.slug]),
        language=name.language if name.is_fallback else "",
    )


def is_uuid(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return False
    return True


related_links.register(RelatedSource("project", _("Projects"), choices, hits, position=15))

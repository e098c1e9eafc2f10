"""Projects, as something that a page can be about."""

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nebe.core.errors import NotPossible
from nebe.core.texts.translated import pick
from nebe.core.ui.registry import RelatedSource, SearchHit, related_links

from .models import Project
from .related import project_meant
from .selectors.explorer import projects_public


def meant(text: str) -> str:
    """The id of a project that everyone may see, or of any by its id."""
    if is_uuid(text) and Project.objects.filter(pk=text).exists():
        return str(UUID(text))
    project, problem = project_meant(text, None)
    if project is None:
        raise NotPossible(problem)
    return str(project.pk)


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


related_links.register(
    RelatedSource(
        "project",
        _("Projects"),
        lambda language: [],
        hits,
        position=15,
        meant=meant,
        suggest="projects_staff:suggest_projects",
    )
)

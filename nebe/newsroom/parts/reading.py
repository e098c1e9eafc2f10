"""Whose part of the tree a page stands in."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from wagtail.images import get_image_model
from wagtail.models import Page

from nebe.core.people.models import Membership, Organisation, Role

from ..models import Download, OrganisationPage, OrganisationPart

HIGHEST = 5  # root, home, list of organisations, the organisation's page, and what is below it


def owner_of(page: Page) -> Organisation | None:
    """The organisation in whose part the page stands, below its own page."""
    if not page.path or page.depth < HIGHEST:
        return None
    above = OrganisationPage.objects.ancestor_of(page).values("translation_key")
    part = OrganisationPart.objects.filter(key__in=above).select_related("organisation").first()
    return part.organisation if part else None


def owner_page(page: Page) -> OrganisationPage | None:
    """The page of the member who writes here, where readers can see it."""
    if not page.path or page.depth < HIGHEST:
        return None
    parts = OrganisationPart.objects.values("key")
    above = OrganisationPage.objects.ancestor_of(page).live().filter(translation_key__in=parts)
    return above.first()


def owner_at(url_path: str) -> Organisation | None:
    """In whose part a page stood that had this address."""
    for part in OrganisationPart.objects.select_related("organisation"):
        for above in part.pages.values_list("url_path", flat=True):
            if url_path != above and url_path.startswith(above):
                return part.organisation
    return None


def owners() -> list[tuple[str, Organisation]]:
    """(path in the tree, organisation) of every part's pages, for who asks for many pages."""
    parts = {part.key: part for part in OrganisationPart.objects.select_related("organisation")}
    pages = OrganisationPage.objects.filter(translation_key__in=list(parts)) if parts else []
    return [(page.path, parts[page.translation_key].organisation) for page in pages]


def owner_among(page: Page, found: list[tuple[str, Organisation]]) -> Organisation | None:
    return next(
        (one for path, one in found if page.path != path and page.path.startswith(path)), None
    )


def part_with_page(page: Page) -> OrganisationPart | None:
    """The part whose own page this is."""
    found = OrganisationPart.objects.filter(key=page.translation_key)
    return found.select_related("organisation").first()


@dataclass(frozen=True)
class PartRow:
    """An organisation as the network sees it: its part, or none yet."""

    organisation: Organisation
    editors: tuple[str, ...]
    part: OrganisationPart | None = None
    page: OrganisationPage | None = None
    pages: int = 0
    can_go: bool = False


def parts_shown() -> QuerySet[Organisation]:
    """Active members of the network, and whoever else has a part."""
    with_part = OrganisationPart.objects.values("organisation")
    active = Organisation.objects.filter(status=Organisation.Status.ACTIVE, is_network=False)
    return active | Organisation.objects.filter(pk__in=with_part)


def part_rows(organisations: Iterable[Organisation]) -> list[PartRow]:
    wanted = list(organisations)
    parts = {
        part.organisation_id: part
        for part in OrganisationPart.objects.filter(organisation__in=wanted).select_related(
            "collection"
        )
    }
    editors: dict[UUID, list[str]] = defaultdict(list)
    for member in Membership.objects.filter(
        organisation__in=wanted, role=Role.EDITOR, user__is_active=True
    ).select_related("user"):
        editors[member.organisation_id].append(str(member.user))
    return [part_row(one, parts.get(one.pk), tuple(editors[one.pk])) for one in wanted]


def part_row(
    organisation: Organisation, part: OrganisationPart | None, editors: tuple[str, ...]
) -> PartRow:
    if part is None:
        return PartRow(organisation, editors)
    page = part.pages.order_by("path").first()
    return PartRow(organisation, editors, part, page, below(part), is_empty(part))


def is_empty(part: OrganisationPart) -> bool:
    """Nothing below its page in any language, and no file."""
    if part.pages.filter(numchild__gt=0).exists():
        return False
    files = (get_image_model(), Download)
    return not any(model.objects.filter(collection=part.collection).exists() for model in files)


def below(part: OrganisationPart) -> int:
    """How many pages stand below its page, each once for all languages."""
    found = Q(pk__in=[])
    for path in part.pages.values_list("path", flat=True):
        found |= Q(path__startswith=path)
    pages = Page.objects.filter(found).exclude(translation_key=part.key)
    return pages.values("translation_key").distinct().count()

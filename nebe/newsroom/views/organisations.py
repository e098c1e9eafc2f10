"""Members, partners and the team."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nebe.core.texts.translated import pick

from ..contact_blocks import LANGUAGES, dialled
from ..indexing import WRITTEN_BY
from ..models import Listed, OrganisationPage, TeamMember
from ..selectors import items_list
from .shows import shows, shows_section

OWN_KINDS = ["news", "event", "publication", "vacancy"]
MOST = 50  # of each group


@shows(OrganisationPage)
def organisation_shows(request, page) -> dict:
    language, known = get_language(), page.known
    about = [("organisation", known.slug)] if known else []
    written = [(WRITTEN_BY, known.slug)] if known else []
    groups = [
        (_("News of this organisation"), OWN_KINDS, written),
        (_("Come to us"), ["point"], about),
        (_("The team"), ["member"], about),
        (_("Activities"), ["activity"], [("partner", str(page.translation_key))]),
    ]
    return {
        "known": known,
        "about": pick(known.about, language) if known else None,
        "regions": known.regions.all() if known else [],
        "groups": [
            (label, found)
            for label, kinds, about in groups
            if about and (found := listed(language, kinds, about))
        ],
    }


def listed(language: str, kinds: list[str], about: list[tuple[str, str]]) -> list[Listed]:
    return list(items_list(language=language, kinds=kinds, about=about)[:MOST])


@shows_section("organisation")
def organisations_show(request, section) -> dict:
    """With logos: the page's own picture, else what the organisation shows of itself."""
    pages = OrganisationPage.objects.live().filter(organisation__status="active")
    pages = pages.exclude(organisation__logo="")
    logos = dict(pages.values_list("pk", "organisation__slug"))
    return {"template": "newsroom/sections/organisation.html", "logos": logos}


@shows_section("member")
def team_shows(request, section) -> dict:
    return {"template": "newsroom/sections/member.html"}


@shows(TeamMember)
def member_shows(request, page) -> dict:
    return {
        "languages": [name for code, name in LANGUAGES if code in page.languages],
        "dial": dialled(page.phone),
    }

"""What the home page shows of the rooms, in the reader's language."""

from dataclasses import dataclass

from django.core.cache import cache
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from nebe.core.people.models import Organisation
from nebe.core.texts.translated import Text, pick
from nebe.exchange.models import Category
from nebe.exchange.search import Criteria, offers_search

KEPT_SECONDS = 600


@dataclass(frozen=True)
class KindOfHelp:
    slug: str
    name: Text
    icon: str


def kinds_of_help(language: str) -> list[KindOfHelp]:
    return [
        KindOfHelp(category.slug, pick(category.name, language), category.icon or "heart")
        for category in Category.objects.filter(active=True)
    ]


def happening() -> list[tuple[str, str]]:
    """(what, how many) of what everyone may know; counted again every ten minutes."""
    kept = cache.get_or_set("portal:happening", counts, KEPT_SECONDS) or counts()
    offers, is_exact, organisations = kept
    if not offers:
        return []
    return [
        (_("offers of help now"), number_format(offers) + ("" if is_exact else "+")),
        (_("organisations work together"), number_format(organisations)),
    ]


def counts() -> tuple[int, bool, int]:
    offers = offers_search(Criteria(), size=1)
    organisations = Organisation.objects.filter(status=Organisation.Status.ACTIVE).count()
    return offers.total, offers.total_is_exact, organisations

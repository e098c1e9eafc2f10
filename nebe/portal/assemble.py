"""What the home page shows of the rooms, in the reader's language."""

from dataclasses import dataclass

from nebe.core.texts.translated import Text, pick
from nebe.exchange.models import Category


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

"""What the search finds, for tests of other things."""

from nebe.newsroom.models import Listed
from nebe.newsroom.search.find import articles_find
from nebe.newsroom.selectors import items_list


def items_search(*, text: str, language: str) -> list[Listed]:
    keys = articles_find(text).keys
    return list(items_list(language=language).filter(key__in=keys))

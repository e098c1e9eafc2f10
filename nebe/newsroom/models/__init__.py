"""Pages of every kind: public content only, never a word about a person who needs help."""

from .base import Article
from .home import HomePage, Section
from .listed import Facet, Listed
from .news import NewsItem
from .plain import PlainPage
from .topics import Topic

# Every kind of article, in the order in which lists and filters name them.
ARTICLES: tuple[type[Article], ...] = (PlainPage, NewsItem)

__all__ = [
    "ARTICLES",
    "Article",
    "Facet",
    "HomePage",
    "Listed",
    "NewsItem",
    "PlainPage",
    "Section",
    "Topic",
]

"""Pages of every kind: public content only, never a word about a person who needs help."""

from .base import Article
from .broken_links import CheckedLink
from .coverage import Coverage
from .feedback import PageFeedback
from .glossary import Term, TermWord
from .guides import Guide
from .home import HomePage, Section
from .infoline import Infoline
from .listed import Facet, Listed
from .news import NewsItem
from .plain import PlainPage
from .points import CounsellingPoint
from .second_reader import SecondReader
from .topics import Topic

# Every kind of article, in the order in which lists and filters name them.
ARTICLES: tuple[type[Article], ...] = (
    Infoline,
    CounsellingPoint,
    Guide,
    NewsItem,
    PlainPage,
)

__all__ = [
    "ARTICLES",
    "Article",
    "CheckedLink",
    "CounsellingPoint",
    "Coverage",
    "Facet",
    "Guide",
    "HomePage",
    "Infoline",
    "Listed",
    "NewsItem",
    "PageFeedback",
    "PlainPage",
    "SecondReader",
    "Section",
    "Term",
    "TermWord",
    "Topic",
]

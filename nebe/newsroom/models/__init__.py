"""Pages of every kind: public content only, never a word about a person who needs help."""

from .base import Article
from .guides import Guide
from .home import HomePage, Section
from .infoline import Infoline
from .listed import Facet, Listed
from .news import NewsItem
from .plain import PlainPage
from .points import CounsellingPoint
from .recordings import Recording
from .stories import Story, StoryConsent
from .topics import Topic

# Every kind of article, in the order in which lists and filters name them.
ARTICLES: tuple[type[Article], ...] = (
    Infoline,
    CounsellingPoint,
    Guide,
    NewsItem,
    Story,
    PlainPage,
)

__all__ = [
    "ARTICLES",
    "Article",
    "CounsellingPoint",
    "Facet",
    "Guide",
    "HomePage",
    "Infoline",
    "Listed",
    "NewsItem",
    "PlainPage",
    "Recording",
    "Section",
    "Story",
    "StoryConsent",
    "Topic",
]

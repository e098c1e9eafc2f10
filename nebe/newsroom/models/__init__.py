"""Pages of every kind: public content only, never a word about a person who needs help."""

from .base import Article
from .campaigns import Campaign, Reach, ShortLink
from .guides import Guide
from .home import HomePage, Section
from .infoline import Infoline
from .listed import Facet, Listed
from .news import NewsItem
from .plain import PlainPage
from .podcasts import Episode, Podcast
from .points import CounsellingPoint
from .recordings import Recording
from .stories import Story, StoryConsent
from .topics import Topic
from .videos import Video

# Every kind of article, in the order in which lists and filters name them.
ARTICLES: tuple[type[Article], ...] = (
    Infoline,
    CounsellingPoint,
    Guide,
    NewsItem,
    Story,
    Podcast,
    Episode,
    Video,
    Campaign,
    PlainPage,
)

__all__ = [
    "ARTICLES",
    "Article",
    "Campaign",
    "CounsellingPoint",
    "Episode",
    "Facet",
    "Guide",
    "HomePage",
    "Infoline",
    "Listed",
    "NewsItem",
    "PlainPage",
    "Podcast",
    "Reach",
    "Recording",
    "Section",
    "ShortLink",
    "Story",
    "StoryConsent",
    "Topic",
    "Video",
]

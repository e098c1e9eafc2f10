"""Pages of every kind: public content only, never a word about a person who needs help."""

from .base import Article
from .broken_links import CheckedLink
from .campaigns import Campaign, Reach, ShortLink
from .coverage import Coverage
from .downloads import Download
from .events import Event
from .experts import Expert, ExpertMessage
from .feedback import PageFeedback
from .followers import LawFollower, LawMove, LawState
from .glossary import Term, TermWord
from .guides import Guide
from .home import HomePage, Section
from .infoline import Infoline
from .laws import Law
from .listed import Facet, Listed
from .news import NewsItem
from .plain import PlainPage
from .podcasts import Episode, Podcast
from .points import CounsellingPoint
from .press import PressKit, PressRelease
from .publications import Publication
from .recordings import Recording
from .second_reader import SecondReader
from .stories import Story, StoryConsent
from .topics import Topic
from .videos import Video

# Every kind of article, in the order in which lists and filters name them.
ARTICLES: tuple[type[Article], ...] = (
    Infoline,
    CounsellingPoint,
    Guide,
    Law,
    Event,
    Publication,
    NewsItem,
    PressRelease,
    Expert,
    PressKit,
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
    "CheckedLink",
    "CounsellingPoint",
    "Coverage",
    "Download",
    "Episode",
    "Event",
    "Expert",
    "ExpertMessage",
    "Facet",
    "Guide",
    "HomePage",
    "Infoline",
    "Law",
    "LawFollower",
    "LawMove",
    "LawState",
    "Listed",
    "NewsItem",
    "PageFeedback",
    "PlainPage",
    "Podcast",
    "PressKit",
    "PressRelease",
    "Publication",
    "Reach",
    "Recording",
    "SecondReader",
    "Section",
    "ShortLink",
    "Story",
    "StoryConsent",
    "Term",
    "TermWord",
    "Topic",
    "Video",
]

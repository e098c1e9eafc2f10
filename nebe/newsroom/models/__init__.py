"""Pages of every kind, and what comes in through them: applications, questions on tenders."""

from .base import Article
from .guides import Guide
from .home import HomePage, Section
from .infoline import Infoline
from .listed import Facet, Listed
from .news import NewsItem
from .plain import PlainPage
from .points import CounsellingPoint
from .selections import Conflict, Criterion, JobApplication, PanelMember, Score, Selection
from .tender_releases import TenderAnswer, TenderQuestion, TenderRelease
from .tenders import Tender
from .topics import Topic
from .vacancies import Vacancy

# Every kind of article, in the order in which lists and filters name them.
ARTICLES: tuple[type[Article], ...] = (
    Infoline,
    CounsellingPoint,
    Guide,
    NewsItem,
    Vacancy,
    Tender,
    PlainPage,
)

__all__ = [
    "ARTICLES",
    "Article",
    "Conflict",
    "CounsellingPoint",
    "Criterion",
    "Facet",
    "Guide",
    "HomePage",
    "Infoline",
    "JobApplication",
    "Listed",
    "NewsItem",
    "PanelMember",
    "PlainPage",
    "Score",
    "Section",
    "Selection",
    "Tender",
    "TenderAnswer",
    "TenderQuestion",
    "TenderRelease",
    "Topic",
    "Vacancy",
]

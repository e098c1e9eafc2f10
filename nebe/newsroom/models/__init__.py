"""Pages of every kind: public content only, never a word about a person who needs help."""

from .areas import Activity, Area
from .base import Article
from .funders import Funder, FunderStatement
from .guides import Guide, StepByStep
from .home import HomePage, Section
from .infoline import Infoline
from .listed import Facet, Listed
from .news import NewsItem
from .organisations import OrganisationPage
from .plain import PlainPage
from .points import CounsellingPoint
from .returning import VoluntaryReturn
from .team import TeamMember
from .topics import Topic

# Every kind of article, in the order in which lists and filters name them.
ARTICLES: tuple[type[Article], ...] = (
    Infoline,
    CounsellingPoint,
    Guide,
    VoluntaryReturn,
    Area,
    Activity,
    NewsItem,
    PlainPage,
    OrganisationPage,
    TeamMember,
)

__all__ = [
    "ARTICLES",
    "Activity",
    "Area",
    "Article",
    "CounsellingPoint",
    "Facet",
    "Funder",
    "FunderStatement",
    "Guide",
    "HomePage",
    "Infoline",
    "Listed",
    "NewsItem",
    "OrganisationPage",
    "PlainPage",
    "Section",
    "StepByStep",
    "TeamMember",
    "Topic",
    "VoluntaryReturn",
]

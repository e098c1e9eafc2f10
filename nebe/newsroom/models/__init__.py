"""Pages of every kind, and what comes in through them: applications, questions on tenders."""

from .annual_reports import AnnualReport
from .areas import Activity, Area
from .base import Article
from .broken_links import CheckedLink
from .campaigns import Campaign, Reach, ShortLink
from .coverage import Coverage
from .downloads import Download
from .events import Event
from .experts import Expert, ExpertMessage
from .feedback import PageFeedback
from .followers import LawFollower, LawMove, LawState
from .funders import Funder, FunderStatement
from .glossary import Term, TermWord
from .guides import Guide, StepByStep
from .home import HomePage, Section
from .infoline import Infoline
from .laws import Law
from .listed import Facet, Listed
from .moved_in import MovedIn, OldSite
from .news import NewsItem
from .newsletters import Newsletter, NewsletterRecipient, Subscriber
from .organisations import OrganisationPage
from .parts import OrganisationPart
from .pictures import Picture, PictureRendition
from .plain import PlainPage
from .podcasts import Episode, Podcast
from .points import CounsellingPoint
from .press import PressKit, PressRelease
from .press_links import PressLink
from .publications import Publication
from .recordings import Recording
from .returning import VoluntaryReturn
from .second_reader import SecondReader
from .selections import Conflict, Criterion, JobApplication, PanelMember, Score, Selection
from .stories import Story, StoryConsent
from .team import TeamMember
from .tender_releases import TenderAnswer, TenderQuestion, TenderRelease
from .tenders import Tender
from .topics import Topic
from .vacancies import Vacancy
from .videos import Video

# Every kind of article, in the order in which lists and filters name them.
ARTICLES: tuple[type[Article], ...] = (
    Infoline,
    CounsellingPoint,
    Guide,
    Law,
    Event,
    Publication,
    AnnualReport,
    VoluntaryReturn,
    Area,
    Activity,
    NewsItem,
    PressRelease,
    Expert,
    PressKit,
    Story,
    Podcast,
    Episode,
    Video,
    Campaign,
    Vacancy,
    Tender,
    PlainPage,
    OrganisationPage,
    TeamMember,
)

__all__ = [
    "ARTICLES",
    "Activity",
    "AnnualReport",
    "Area",
    "Article",
    "Campaign",
    "CheckedLink",
    "Conflict",
    "CounsellingPoint",
    "Coverage",
    "Criterion",
    "Download",
    "Episode",
    "Event",
    "Expert",
    "ExpertMessage",
    "Facet",
    "Funder",
    "FunderStatement",
    "Guide",
    "HomePage",
    "Infoline",
    "JobApplication",
    "Law",
    "LawFollower",
    "LawMove",
    "LawState",
    "Listed",
    "MovedIn",
    "NewsItem",
    "Newsletter",
    "NewsletterRecipient",
    "OldSite",
    "OrganisationPage",
    "OrganisationPart",
    "PageFeedback",
    "PanelMember",
    "Picture",
    "PictureRendition",
    "PlainPage",
    "Podcast",
    "PressKit",
    "PressLink",
    "PressRelease",
    "Publication",
    "Reach",
    "Recording",
    "Score",
    "SecondReader",
    "Section",
    "Selection",
    "ShortLink",
    "StepByStep",
    "Story",
    "StoryConsent",
    "Subscriber",
    "TeamMember",
    "Tender",
    "TenderAnswer",
    "TenderQuestion",
    "TenderRelease",
    "Term",
    "TermWord",
    "Topic",
    "Vacancy",
    "Video",
    "VoluntaryReturn",
]

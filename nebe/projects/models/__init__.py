from .call_followers import CallFollower, CallFollowing, CallTold
from .calls import Call, CallDeadline, CallTerm, FundingProfile
from .classified import Location, ProjectTag, Sector, Territory
from .column_maps import ColumnMap
from .context import ContextFigure
from .counting import Count, CountedCode, Counting
from .documents import ProjectDocument
from .evaluations import Action, Evaluation, Finding, Recommendation
from .facets import Facet
from .funding import Funding, Programme
from .imports import ImportItem, ImportRun
from .learning import Lesson, Practice, Review, ReviewRound, ReviewScore, Stage
from .listed import Listed, ListVersion, Term
from .money import Budget, PlannedDisbursement, Transaction
from .organisations import OrganisationClaim, OrganisationMerge
from .projects import Alias, Participation, Project, ProjectChange, Role
from .proposals import Proposal
from .publishers import PublisherFile, PublisherSum
from .rates import ExchangeRate, RateList
from .relations import RelatedActivity, Relation
from .reports import ProjectReport
from .results import Indicator, Measurement, Period, Result

__all__ = [
    "Action",
    "Alias",
    "Budget",
    "Call",
    "CallDeadline",
    "CallFollower",
    "CallFollowing",
    "CallTerm",
    "CallTold",
    "ColumnMap",
    "ContextFigure",
    "Count",
    "CountedCode",
    "Counting",
    "Evaluation",
    "ExchangeRate",
    "Facet",
    "Finding",
    "Funding",
    "FundingProfile",
    "ImportItem",
    "ImportRun",
    "Indicator",
    "Lesson",
    "ListVersion",
    "Listed",
    "Location",
    "Measurement",
    "OrganisationClaim",
    "OrganisationMerge",
    "Participation",
    "Period",
    "PlannedDisbursement",
    "Practice",
    "Programme",
    "Project",
    "ProjectChange",
    "ProjectDocument",
    "ProjectReport",
    "ProjectTag",
    "Proposal",
    "PublisherFile",
    "PublisherSum",
    "RateList",
    "Recommendation",
    "RelatedActivity",
    "Relation",
    "Result",
    "Review",
    "ReviewRound",
    "ReviewScore",
    "Role",
    "Sector",
    "Stage",
    "Term",
    "Territory",
    "Transaction",
]

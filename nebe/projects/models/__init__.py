from .classified import Location, ProjectTag, Sector, Territory
from .documents import ProjectDocument
from .evaluations import Action, Evaluation, Finding, Recommendation
from .facets import Facet
from .funding import Funding, Programme
from .imports import ImportItem, ImportRun
from .learning import Lesson, Practice, Review, ReviewRound, ReviewScore, Stage
from .money import Budget, PlannedDisbursement, Transaction
from .projects import Alias, Participation, Project, ProjectChange, Role
from .publishers import PublisherFile, PublisherSum
from .results import Indicator, Measurement, Period, Result

__all__ = [
    "Action",
    "Alias",
    "Budget",
    "Evaluation",
    "Facet",
    "Finding",
    "Funding",
    "ImportItem",
    "ImportRun",
    "Indicator",
    "Lesson",
    "Location",
    "Measurement",
    "Participation",
    "Period",
    "PlannedDisbursement",
    "Practice",
    "Programme",
    "Project",
    "ProjectChange",
    "ProjectDocument",
    "ProjectTag",
    "PublisherFile",
    "PublisherSum",
    "Recommendation",
    "Result",
    "Review",
    "ReviewRound",
    "ReviewScore",
    "Role",
    "Sector",
    "Stage",
    "Territory",
    "Transaction",
]

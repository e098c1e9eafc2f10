from .classified import Location, ProjectTag, Sector, Territory
from .context import ContextFigure
from .documents import ProjectDocument
from .facets import Facet
from .funding import Funding, Programme
from .imports import ImportItem, ImportRun
from .money import Budget, PlannedDisbursement, Transaction
from .projects import Alias, Participation, Project, ProjectChange, Role
from .publishers import PublisherFile, PublisherSum
from .rates import ExchangeRate, RateList
from .reports import ProjectReport
from .results import Indicator, Measurement, Period, Result

__all__ = [
    "Alias",
    "Budget",
    "ContextFigure",
    "ExchangeRate",
    "Facet",
    "Funding",
    "ImportItem",
    "ImportRun",
    "Indicator",
    "Location",
    "Measurement",
    "Participation",
    "Period",
    "PlannedDisbursement",
    "Programme",
    "Project",
    "ProjectChange",
    "ProjectDocument",
    "ProjectReport",
    "ProjectTag",
    "PublisherFile",
    "PublisherSum",
    "RateList",
    "Result",
    "Role",
    "Sector",
    "Territory",
    "Transaction",
]

from .classified import Location, ProjectTag, Sector, TargetGroup, Territory, Theme
from .documents import ProjectDocument
from .facets import Facet
from .imports import ImportItem, ImportRun
from .money import Budget, ExchangeRate, PlannedDisbursement, Transaction
from .projects import Alias, Participation, Programme, Project, ProjectChange, Role
from .publishers import PublisherFile, PublisherSum
from .results import Indicator, Measurement, Period, Result

__all__ = [
    "Alias",
    "Budget",
    "ExchangeRate",
    "Facet",
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
    "ProjectTag",
    "PublisherFile",
    "PublisherSum",
    "Result",
    "Role",
    "Sector",
    "TargetGroup",
    "Territory",
    "Theme",
    "Transaction",
]

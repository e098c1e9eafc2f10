from .classified import Location, ProjectTag, Sector, Territory
from .column_maps import ColumnMap
from .documents import ProjectDocument
from .facets import Facet
from .funding import Funding, Programme
from .imports import ImportItem, ImportRun
from .money import Budget, PlannedDisbursement, Transaction
from .organisations import OrganisationClaim, OrganisationMerge
from .projects import Alias, Participation, Project, ProjectChange, Role
from .publishers import PublisherFile, PublisherSum
from .rates import ExchangeRate, RateList
from .results import Indicator, Measurement, Period, Result

__all__ = [
    "Alias",
    "Budget",
    "ColumnMap",
    "ExchangeRate",
    "Facet",
    "Funding",
    "ImportItem",
    "ImportRun",
    "Indicator",
    "Location",
    "Measurement",
    "OrganisationClaim",
    "OrganisationMerge",
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
    "RateList",
    "Result",
    "Role",
    "Sector",
    "Territory",
    "Transaction",
]

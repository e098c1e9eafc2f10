"""The elements of IATI 2.03, in the order of its schemas. Source: iatistandard.org, 2.03."""

from .activity import ACTIVITY, LOCATION, PARTICIPATION, RELATED
from .money import BUDGET, PLANNED, TRANSACTION
from .parts import DOCUMENT, PERCENTAGE, SECTOR, coded
from .publisher import PUBLISHER
from .results import INDICATOR, PERIODS, RESULT

__all__ = [
    "ACTIVITY",
    "BUDGET",
    "DOCUMENT",
    "INDICATOR",
    "LOCATION",
    "PARTICIPATION",
    "PERCENTAGE",
    "PERIODS",
    "PLANNED",
    "PUBLISHER",
    "RELATED",
    "RESULT",
    "SECTOR",
    "TRANSACTION",
    "coded",
]

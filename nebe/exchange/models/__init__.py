from .categories import Category, Question
from .imports import ImportBatch, ImportRow
from .matches import Match, Message, Need
from .offers import Offer, OfferCategory, OfferImage, OfferNumber, OfferPlace, Vetting
from .reports import Complaint, Report
from .views import BulkAction, SavedFilter

__all__ = [
    "BulkAction",
    "Category",
    "Complaint",
    "ImportBatch",
    "ImportRow",
    "Match",
    "Message",
    "Need",
    "Offer",
    "OfferCategory",
    "OfferImage",
    "OfferNumber",
    "OfferPlace",
    "Question",
    "Report",
    "SavedFilter",
    "Vetting",
]

from .categories import Category, Question
from .imports import ImportBatch, ImportRow
from .matches import Feedback, Match, MatchStep, Message
from .needs import Need, NeedNote, Tag
from .offers import Offer, OfferCategory, OfferImage, OfferNumber, OfferPlace, Vetting
from .reports import Complaint, Report
from .views import BulkAction, SavedFilter

__all__ = [
    "BulkAction",
    "Category",
    "Complaint",
    "Feedback",
    "ImportBatch",
    "ImportRow",
    "Match",
    "MatchStep",
    "Message",
    "Need",
    "NeedNote",
    "Offer",
    "OfferCategory",
    "OfferImage",
    "OfferNumber",
    "OfferPlace",
    "Question",
    "Report",
    "SavedFilter",
    "Tag",
    "Vetting",
]

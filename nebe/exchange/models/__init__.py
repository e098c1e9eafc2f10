from .categories import Category, Question
from .imports import ImportBatch, ImportRow
from .matches import Feedback, Match, MatchStep, Message
from .needs import Need, NeedNote, Tag
from .offers import Offer, OfferCategory, OfferImage, OfferNumber, OfferPlace, Vetting
from .reports import Complaint, Report
from .runs import MatchingRun, RunPair
from .safeguarding import Ban, BanMark, ContactMark, SafeguardingCase, Signal
from .statistics import Measure, PublishedMonth, Tally
from .views import BulkAction, SavedFilter

__all__ = [
    "Ban",
    "BanMark",
    "BulkAction",
    "Category",
    "Complaint",
    "ContactMark",
    "Feedback",
    "ImportBatch",
    "ImportRow",
    "Match",
    "MatchStep",
    "MatchingRun",
    "Measure",
    "Message",
    "Need",
    "NeedNote",
    "Offer",
    "OfferCategory",
    "OfferImage",
    "OfferNumber",
    "OfferPlace",
    "PublishedMonth",
    "Question",
    "Report",
    "RunPair",
    "SafeguardingCase",
    "SavedFilter",
    "Signal",
    "Tag",
    "Tally",
    "Vetting",
]

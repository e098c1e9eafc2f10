from .categories import Category, Question
from .imports import ImportBatch, ImportRow
from .mailings import BulkMail, BulkMailRecipient, MailOptOut, MessageTemplate
from .matches import Attachment, Block, Feedback, Joining, Match, MatchStep, Message
from .needs import Need, NeedNote, Tag
from .offers import (
    Offer,
    OfferCategory,
    OfferImage,
    OfferNote,
    OfferNumber,
    OfferPlace,
    Vetting,
)
from .reports import Complaint, Report
from .runs import MatchingRun, RunPair
from .safeguarding import Ban, BanMark, ContactMark, SafeguardingCase, Signal
from .statistics import Measure, PublishedMonth, Tally
from .views import BulkAction, SavedFilter

__all__ = [
    "Attachment",
    "Ban",
    "BanMark",
    "Block",
    "BulkAction",
    "BulkMail",
    "BulkMailRecipient",
    "Category",
    "Complaint",
    "ContactMark",
    "Feedback",
    "ImportBatch",
    "ImportRow",
    "Joining",
    "MailOptOut",
    "Match",
    "MatchStep",
    "MatchingRun",
    "Measure",
    "Message",
    "MessageTemplate",
    "Need",
    "NeedNote",
    "Offer",
    "OfferCategory",
    "OfferImage",
    "OfferNote",
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

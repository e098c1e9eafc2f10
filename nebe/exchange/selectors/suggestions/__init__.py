"""Which offers may serve a need, and which needs an offer may serve: ranked, each with reasons."""

from .needs import NeedSuggestion, suggestions_for_offer
from .offers import OfferSuggestion, suggestions_for_need
from .pairs import Suggestions

__all__ = [
    "NeedSuggestion",
    "OfferSuggestion",
    "Suggestions",
    "suggestions_for_need",
    "suggestions_for_offer",
]

"""What the newsroom does in the background and by the clock."""

from ..stories import tasks as stories
from . import editing, laws, library, moving_in, newsletters, translating

__all__ = ["editing", "laws", "library", "moving_in", "newsletters", "stories", "translating"]

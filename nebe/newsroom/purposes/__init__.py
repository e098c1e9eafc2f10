"""Why the newsroom uses personal data."""

from ..stories import purposes as stories
from . import careers, feedback, newsletters, press, team

__all__ = ["careers", "feedback", "newsletters", "press", "stories", "team"]

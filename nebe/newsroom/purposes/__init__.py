"""Why the newsroom uses personal data."""

from ..stories import purposes as stories
from . import careers, feedback, press, team

__all__ = ["careers", "feedback", "press", "stories", "team"]

"""What the newsroom holds of a person: find, export, erase, keep how long."""

from ..stories import personal_data as stories
from . import careers, feedback, newsletters, press, team

__all__ = ["careers", "feedback", "newsletters", "press", "stories", "team"]

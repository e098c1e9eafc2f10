"""What the newsroom holds of a person: find, export, erase, keep how long."""

from ..stories import personal_data as stories
from . import careers, feedback, press, team

__all__ = ["careers", "feedback", "press", "stories", "team"]

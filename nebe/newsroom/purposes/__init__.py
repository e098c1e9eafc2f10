"""Why the newsroom uses personal data."""

from ..stories import purposes as stories
from . import feedback, press

__all__ = ["feedback", "press", "stories"]

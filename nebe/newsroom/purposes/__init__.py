"""Why the newsroom uses personal data."""

from . import feedback, press

__all__ = ["feedback", "press"]

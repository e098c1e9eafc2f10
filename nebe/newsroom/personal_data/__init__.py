"""What the newsroom holds of a person: find, export, erase, keep how long."""

from . import feedback, press

__all__ = ["feedback", "press"]

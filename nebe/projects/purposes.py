"""Why the room uses personal data."""

from .calls import purposes as calls
from .learning import purposes as learning

__all__ = ["calls", "learning"]

"""Why the room uses personal data."""

from .calls import purposes as calls

__all__ = ["calls"]

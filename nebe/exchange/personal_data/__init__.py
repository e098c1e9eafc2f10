"""What the exchange holds of a person: find, export, erase, keep how long."""

from . import imports, matches, needs, offers, safeguarding

__all__ = ["imports", "matches", "needs", "offers", "safeguarding"]

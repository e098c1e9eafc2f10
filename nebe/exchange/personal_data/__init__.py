"""What the exchange holds of a person: find, export, erase, keep how long."""

from . import imports, mailings, matches, needs, offers, safeguarding, threads

__all__ = ["imports", "mailings", "matches", "needs", "offers", "safeguarding", "threads"]

"""What the newsroom does in the background and by the clock."""

from . import editing, laws, translating

__all__ = ["editing", "laws", "translating"]

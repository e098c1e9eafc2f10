"""What the newsroom adds to the CMS."""

from .translating import hooks  # noqa: F401 (registers)

"""Why the newsroom uses personal data."""

from .stories import purposes  # noqa: F401 (registers)

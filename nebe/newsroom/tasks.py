"""The newsroom's background work."""

from .stories import tasks  # noqa: F401 (registers)

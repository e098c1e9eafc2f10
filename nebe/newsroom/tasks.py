"""What the newsroom does by the clock."""

from .translating import tasks as translating  # noqa: F401 (registers)

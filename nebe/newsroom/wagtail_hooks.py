"""What the newsroom adds to the CMS."""

from .editing import hooks as editing  # noqa: F401 (registers)
from .translating import hooks as translating  # noqa: F401 (registers)

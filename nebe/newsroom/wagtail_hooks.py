"""What the newsroom adds to the CMS."""

from . import gated_hooks as gated  # noqa: F401 (registers)
from .editing import hooks as editing  # noqa: F401 (registers)
from .translating import hooks as translating  # noqa: F401 (registers)

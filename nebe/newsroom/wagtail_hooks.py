"""What the newsroom adds to the CMS."""

from . import cms_hooks  # noqa: F401 (registers)
from .editing import hooks as editing  # noqa: F401 (registers)
from .library import hooks as library  # noqa: F401 (registers)
from .newsletters import hooks as newsletters  # noqa: F401 (registers)
from .parts import hooks as parts  # noqa: F401 (registers)
from .translating import hooks as translating  # noqa: F401 (registers)

"""What the room holds of a person: find, export, erase, keep how long."""

from .calls import personal_data as calls
from .learning import personal_data as learning

__all__ = ["calls", "learning"]

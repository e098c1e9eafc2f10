"""What the newsroom holds of a person: find, export, erase, keep how long."""

from .stories import personal_data  # noqa: F401 (registers)

"""Why something was not taken: kept as words of the catalogue and values, read in any language."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

LONGEST = 200
Reasons = list[tuple[str, dict[str, Any]]]  # as JSON keeps them


class Told(Exception):
    """An error with its reason; the words go through `gettext_noop`."""

    def __init__(self, words: str, **values: Any):
        super().__init__(words)
        self.reasons: Reasons = [reason(words, **values)]

    def __str__(self) -> str:
        return reasons_read(self.reasons)


def reason(words: str, **values: Any) -> tuple[str, dict[str, Any]]:
    return words[:LONGEST], {name: str(value)[:LONGEST] for name, value in values.items()}


def reasons_of(error: Told | ValidationError) -> Reasons:
    if isinstance(error, Told):
        return error.reasons
    return [reason(words) for words in error.messages]


def reasons_read(reasons: Reasons) -> str:
    """In the reader's language."""
    return "; ".join(
        gettext(words) % values if values else gettext(words) for words, values in reasons
    )

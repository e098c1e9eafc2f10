"""Secrets that belong to the installation, such as a second factor's seed, as sealed text."""

import base64
import binascii

from .errors import ValueMoved
from .keys import INSTALLATION, subject_key
from .master import seal, unseal


def secret_seal(purpose: str, text: str) -> str:
    """Sealed text that only opens again under the same `purpose`."""
    sealed = seal(subject_key(INSTALLATION, create=True), text.encode(), purpose.encode())
    return base64.b64encode(sealed).decode()


def secret_open(purpose: str, sealed: str) -> str:
    """The text again; `ValueMoved` when it was changed or sealed for another purpose."""
    try:
        raw = base64.b64decode(sealed, validate=True)
    except binascii.Error as error:
        raise ValueMoved(purpose) from error
    return unseal(subject_key(INSTALLATION), raw, purpose.encode()).decode()

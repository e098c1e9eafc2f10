"""Characters that no XML can hold: neither a feed nor a file could be written with them."""

import re

CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def without_controls(text: str) -> str:
    return CONTROLS.sub("", text)

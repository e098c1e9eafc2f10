"""Contacts in free text, so that they can be held back before it is published."""

import re
from dataclasses import dataclass

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
LINK = re.compile(r"\b(?:https?://|www\.|t\.me/|wa\.me/)\S+", re.IGNORECASE)
PHONE = re.compile(r"(?:\+|\b00)?\d(?:[\s.()/-]{0,2}\d){8,13}")
KINDS = {"email": EMAIL, "link": LINK, "phone": PHONE}


@dataclass(frozen=True)
class Contact:
    """What was found: `text[start:end]` of the text as given."""

    kind: str
    start: int
    end: int
    value: str


def find(text: str) -> list[Contact]:
    """Phones, mails and links in `text`, in order, none inside another."""
    found: list[Contact] = []
    for kind, pattern in KINDS.items():
        for hit in pattern.finditer(text):
            if all(hit.end() <= other.start or hit.start() >= other.end for other in found):
                found.append(Contact(kind, hit.start(), hit.end(), hit.group()))
    return sorted(found, key=lambda contact: contact.start)


def mask(text: str, replacement: str = "…") -> str:
    """`text` with every contact replaced."""
    for contact in reversed(find(text)):
        text = text[: contact.start] + replacement + text[contact.end :]
    return text

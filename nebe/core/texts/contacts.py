"""Contacts in free text: found and held back before it is published.

Meant for people who did not think of it, not for those who want to get round it; a coordinator
or a report meets these. Telling a contact from a harmless number errs towards the contact.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from .contact_patterns import (
    ACCOUNT,
    ADDRESSES,
    CALL,
    DIGIT_WORD,
    EMAIL,
    HANDLE,
    HARMLESS,
    LINK,
    PHONE,
)
from .normalise import fold

# Controls of direction and characters without width; kept are the two joiners of Persian, of
# Indian scripts and of emoji.
INVISIBLE = re.compile(
    "[\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f"
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
)
# Codes of Czech banks.
BANKS = re.compile(
    "0[1367]00|0[68]00|0710|20[126]0|20[67]0|2100|22[0-7]0|2275|2600|2700|30[356]0|3500|4[03]00|"
    "5[58]00|6[0238]00|6[27][01]0|79[1-9]0|80[346]0|8090|8150|819[08]|8199|82[0-9][0-9]"
)
PHONE_DIGITS = range(9, 16)  # with the country's code
COUNTING = "0123456789"


@dataclass(frozen=True)
class Contact:
    """`text[start:end]`; `kind` is email, link, handle, account, phone or address."""

    kind: str
    start: int
    end: int
    value: str


def clean_text(text: str) -> str:
    """`text` without what nobody sees: direction overrides, zero-width and control characters."""
    return INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def find(text: str) -> list[Contact]:
    """The contacts in `text`, in order, none inside another."""
    folded, places = shadow(text)
    found: list[Contact] = []
    for kind, start, end in spans(folded):
        begin, stop = places[start], places[end - 1] + 1
        if all(stop <= other.start or begin >= other.end for other in found):
            found.append(Contact(kind, begin, stop, text[begin:stop]))
    return sorted(found, key=lambda contact: contact.start)


def mask(text: str, replacement: str = "…") -> str:
    """`text` with every contact replaced."""
    for contact in reversed(find(text)):
        text = text[: contact.start] + str(replacement) + text[contact.end :]
    return text


def shadow(text: str) -> tuple[str, list[int]]:
    """`text` folded, its case kept, and for each character of it the index in `text`."""
    folded, places = [], []
    for index, char in enumerate(text):
        plain = plain_of(char)
        folded.append(plain)
        places.extend([index] * len(plain))
    return "".join(folded), places


@lru_cache(maxsize=4096)
def plain_of(char: str) -> str:
    """One character folded, its case kept; nothing of what is not seen."""
    if INVISIBLE.match(char) or unicodedata.combining(char) or char in "\u200c\u200d":
        return ""
    plain = str(unicodedata.digit(char)) if char.isdecimal() else fold(char)
    return plain.upper() if char.isupper() else plain


def spans(folded: str) -> Iterator[tuple[str, int, int]]:
    """(kind, start, end) of everything that may be a contact, surest kind first."""
    for kind, pattern in (("email", EMAIL), ("link", LINK), ("handle", HANDLE)):
        for hit in pattern.finditer(folded):
            yield kind, *trimmed(hit)
    for hit in ACCOUNT.finditer(folded):
        if is_account(hit.group()):
            yield "account", *hit.span()
    for pattern in ADDRESSES:
        for hit in pattern.finditer(folded):
            yield "address", *trimmed(hit)
    numbers = without_harmless(folded)
    for hit in PHONE.finditer(numbers):
        if is_phone(hit.group(), before=numbers[max(0, hit.start() - 30) : hit.start()]):
            yield "phone", *trimmed(hit)


def trimmed(hit: re.Match) -> tuple[int, int]:
    """Its span without the sentence's punctuation and spaces around it."""
    text = hit.group()
    start = hit.start() + len(text) - len(text.lstrip(" \n\t.,;:"))
    return start, hit.end() - len(text) + len(text.rstrip(" \n\t.,;:!?)(\"'-–"))


def without_harmless(folded: str) -> str:
    for pattern in HARMLESS:
        folded = pattern.sub(lambda hit: "\x00" * len(hit.group()), folded)
    return folded


def is_phone(text: str, *, before: str) -> bool:
    if CALL.search(before):
        return True
    digits = re.sub(r"\D", "", re.sub(r"[oоO]", "0", re.sub(r"[lI|]", "1", text)))
    if digits and (digits in COUNTING or not digits.strip("0")):
        return False
    return len(digits) + len(DIGIT_WORD.findall(text)) in PHONE_DIGITS


def is_account(text: str) -> bool:
    """Whether the check digits of an IBAN, a Polish or a Czech account number are right."""
    plain = re.sub(r"\s", "", text).upper()
    if "/" in plain:
        number, bank = plain.split("/")
        prefix, _, number = number.rpartition("-")
        known = BANKS.fullmatch(bank) and (prefix or len(number) >= 6)
        return bool(known) and czech_check(prefix, number)
    iban = plain if plain[0].isalpha() else f"PL{plain}"
    turned = "".join(str(int(c, 36)) for c in iban[4:] + iban[:4])
    return int(turned) % 97 == 1


def czech_check(*parts: str) -> bool:
    weights = (1, 2, 4, 8, 5, 10, 9, 7, 3, 6)
    return all(
        sum(int(digit) * weight for digit, weight in zip(reversed(part), weights, strict=False))
        % 11
        == 0
        for part in parts
    )

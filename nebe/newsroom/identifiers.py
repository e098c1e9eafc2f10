"""ISBN and DOI: whether they can be right, and as they are written."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>{}\\^`|]+")
PREFIX = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)


def isbn_digits(text: str) -> str:
    return re.sub(r"[\s-]", "", text).upper()


def isbn_is_right(text: str) -> bool:
    """By its check digit: 13 digits beginning with 978 or 979, or 10 of which the last may be X."""
    signs = isbn_digits(text)
    if re.fullmatch(r"97[89][0-9]{10}", signs):
        return sum(int(sign) * (3 if at % 2 else 1) for at, sign in enumerate(signs)) % 10 == 0
    if re.fullmatch(r"[0-9]{9}[0-9X]", signs):
        values = [10 if sign == "X" else int(sign) for sign in signs]
        return sum(value * (10 - at) for at, value in enumerate(values)) % 11 == 0
    return False


def isbn_valid(text: str) -> None:
    if not isbn_is_right(text):
        raise ValidationError(_("This is no ISBN: a digit is wrong or missing."))


def doi_plain(text: str) -> str:
    """Without the address before it."""
    return PREFIX.sub("", text.strip())


def doi_valid(text: str) -> None:
    if not DOI.fullmatch(doi_plain(text)):
        raise ValidationError(_("A DOI looks like 10.1234/abcd."))

"""Codes to print, with a picture that a phone reads."""

import io
from dataclasses import dataclass
from urllib.parse import quote

import segno
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from nebe.core.mail.addresses import absolute


@dataclass(frozen=True)
class CodeCard:
    code: str
    address: str  # where the code is typed in, without the code
    picture: SafeString  # SVG of the address with the code


def code_card(code: str) -> CodeCard:
    """In the active language. The code stands behind `#`: no browser sends that to a server."""
    address = absolute("exchange:my_door")
    picture = io.BytesIO()
    # On white, so that it can be read from a dark page too.
    segno.make(f"{address}#{code}", error="m", micro=False).save(
        picture, kind="svg", scale=4, light="#fff", xmldecl=False
    )
    return CodeCard(code, address, mark_safe(picture.getvalue().decode()))  # noqa: S308 (ours)


def sms_link(card: CodeCard, phone: str = "") -> str:
    """A link that opens the reader's own messages with the words filled in; in the active language.

    Nothing is sent by Nebe. Android reads `?body=`, older iPhones `&body=`: this is both.
    """
    words = _("Your code for Nebe: %(code)s. Type it in at %(address)s. Show it to nobody.")
    body = words % {"code": card.code, "address": card.address}
    number = "".join(sign for sign in phone if sign.isdigit() or sign == "+")
    return f"sms:{number}?&body={quote(body, safe='')}"

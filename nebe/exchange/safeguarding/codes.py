"""What each signal is called and why it is one: for whoever reviews it, and for everyone."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Code:
    title: Any  # lazy text
    why: Any


SIGNALS = {
    "many": Code(
        _("Very many in a short time"),
        _("One account offers, asks or answers far more than others do. It may collect people."),
    ),
    "aimed": Code(
        _("Aimed at lone women or minors"),
        _("The text asks for women alone, for young women or for children without their parents."),
    ),
    "elsewhere": Code(
        _("Pressure to talk elsewhere"),
        _("Someone presses the other side to go on by another app before both have agreed."),
    ),
    "shared": Code(
        _("One contact, several identities"),
        _("The same phone, address or bank account stands behind several people."),
    ),
    "returning": Code(
        _("Contact of someone who is banned"),
        _("A banned person gave the same contact. It may be them under a new name, or family."),
    ),
    "contradiction": Code(
        _("Answers that contradict each other"),
        _("What is offered or asked can hardly be true as a whole."),
    ),
}
EVIDENCE = {
    "count": _("How many in 7 days"),
    "words": _("The words"),
    "contact": _("Kind of contact"),
    "people": _("How many people"),
    "banned_for": _("The ban was for"),
    "beds_in_room": _("Beds in one room"),
    "beds_asked": _("Beds asked for"),
    "reach_km": _("Reach in km"),
}
CONTACT_KINDS = {
    "email": _("E-mail"),
    "phone": _("Phone"),
    "account": _("Bank account"),
    "address": _("Address"),
    "handle": _("Name in an app"),
}

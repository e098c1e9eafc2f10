"""Hours, telephone numbers and the like as structured data, not as text."""

from datetime import date

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .hours import Slot

LANGUAGES = list(settings.LANGUAGE_NAMES.items())
DIALLED = RegexValidator(
    r"^\+?[0-9][0-9 ]{1,18}$",
    _("Digits and blanks, with + and the country's code where it has one."),
)
CHANNELS = [
    ("whatsapp", "WhatsApp"),
    ("viber", "Viber"),
    ("signal", "Signal"),
    ("telegram", "Telegram"),
    ("sms", "SMS"),
]
LINKS = {
    "whatsapp": "https://wa.me/{digits}",
    "viber": "viber://chat?number=%2B{digits}",
    "signal": "https://signal.me/#p/+{digits}",
    "telegram": "https://t.me/+{digits}",
    "sms": "sms:+{digits}",
}


class HoursBlock(blocks.StructBlock):
    days = blocks.MultipleChoiceBlock(
        label=_("days"),
        choices=[(str(day), name) for day, name in WEEKDAYS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    opens = blocks.TimeBlock(label=_("from"))
    closes = blocks.TimeBlock(label=_("until"))
    languages = blocks.MultipleChoiceBlock(
        label=_("languages spoken then"),
        choices=LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        icon = "time"
        label = _("hours")


class NumberBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=_("what it is for"), max_length=120)
    number = blocks.CharBlock(label=_("number"), max_length=20, validators=[DIALLED])
    cost = blocks.CharBlock(label=_("what a call costs"), max_length=120)
    channels = blocks.MultipleChoiceBlock(
        label=_("messages are answered on"),
        choices=CHANNELS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    hours = blocks.ListBlock(HoursBlock(), label=_("hours"))

    class Meta:
        icon = "mobile-alt"
        label = _("number")


NUMBERS = [("number", NumberBlock())]
HOURS = [("hours", HoursBlock())]


def slot_of(value) -> Slot:
    """The slot of one `HoursBlock` value."""
    return Slot(
        days=frozenset(int(day) for day in value["days"]),
        opens=value["opens"],
        closes=value["closes"],
        languages=tuple(value["languages"]),
    )


DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def specification(slot: Slot) -> dict:
    """Hours as schema.org writes them."""
    return {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": [DAYS[day] for day in sorted(slot.days)],
        "opens": slot.opens.isoformat("minutes"),
        "closes": slot.closes.isoformat("minutes"),
    }


def days_of(text: str) -> set[date]:
    """The days that are written down, one on each line as `2026-12-24`. Raises ValueError."""
    return {date.fromisoformat(line) for line in text.split()}


def days_valid(text: str) -> None:
    try:
        days_of(text)
    except ValueError as error:
        raise ValidationError(_("Write each day as 2026-12-24, one on each line.")) from error


def dialled(number: str) -> str:
    """For a `tel:` link."""
    return number.replace(" ", "")


def message_links(number: str, channels: list[str]) -> list[tuple[str, str]]:
    """(name, address) of each way to write to this number; none without a country's code."""
    digits = dialled(number)
    if not digits.startswith("+"):
        return []
    return [
        (name, LINKS[code].format(digits=digits[1:])) for code, name in CHANNELS if code in channels
    ]

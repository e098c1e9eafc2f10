"""Numbers to call in danger, per country. Public services only; checked in November 2026."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

EVERYWHERE = "112"  # the European number, also for a phone without credit


@dataclass(frozen=True)
class EmergencyNumber:
    number: str
    label: Any  # lazy text

    @property
    def dial(self) -> str:
        return self.number.replace(" ", "")


def numbers(ambulance: str, police: str, fire: str, **more: str) -> list[EmergencyNumber]:
    labels = {
        "children": _("Help line for children"),
        "crisis": _("Help line in a crisis of the mind"),
        "violence": _("Help for victims of violence"),
    }
    return [
        EmergencyNumber(EVERYWHERE, _("Any emergency")),
        EmergencyNumber(ambulance, _("Ambulance")),
        EmergencyNumber(police, _("Police")),
        EmergencyNumber(fire, _("Fire brigade")),
        *(EmergencyNumber(number, labels[key]) for key, number in more.items()),
    ]


NUMBERS = {
    "CZ": numbers("155", "158", "150", children="116 111", crisis="116 123", violence="116 006"),
    "PL": numbers(
        "999", "997", "998", children="116 111", crisis="116 123", violence="800 120 002"
    ),
    "SK": numbers("155", "158", "150", children="116 111", violence="0800 212 212"),
    "UA": numbers("103", "102", "101", children="116 111", violence="116 123"),
}
COUNTRY_NAMES = {
    "CZ": _("Czechia"),
    "PL": _("Poland"),
    "SK": _("Slovakia"),
    "UA": _("Ukraine"),
}


def numbers_of(country: str) -> list[EmergencyNumber]:
    return NUMBERS.get(country, [])


def emergency_numbers() -> list[tuple[Any, list[EmergencyNumber]]]:
    """(name of the country, its numbers) for the countries this installation serves."""
    return [(COUNTRY_NAMES[code], NUMBERS[code]) for code in settings.COUNTRIES if code in NUMBERS]

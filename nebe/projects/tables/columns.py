"""Which column of a table is what: told by its title in any of our languages."""

from functools import cache

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from ..facets import NAMES
from ..known import key_of

FIELDS = {
    "title": _("Title"),
    "reference": _("Reference number"),
    "lead": _("Lead organisation"),
    "partners": _("Partners"),
    "funders": _("Funders"),
    "programme": NAMES["programme"],
    "status": NAMES["status"],
    "period": _("Period"),
    "start": _("Start"),
    "end": _("End"),
    "aim": _("Aim"),
    "place": _("Place"),
    "country": NAMES["country"],
    "theme": NAMES["theme"],
    "target": NAMES["target"],
    "budget": _("Budget"),
    "currency": _("Currency"),
    "website": _("Website"),
}
# Titles as they are found in lists, besides the names of the fields themselves.
TITLES = {
    "title": "name project název projektu název назва проєкту назва tytuł nazwa projektu nazwa",
    "reference": "number id registrační číslo číslo projektu numer номер",
    "lead": "lead applicant realizátor příjemce lider виконавець organisation organizace",
    "partners": "partner partneři partnerzy партнери",
    "funders": "funder donor donors financing zdroj poskytovatel grantor finansowanie донор донори",
    "programme": "program scheme",
    "status": "stage fáze статус",
    "period": "duration dates období doba realizace okres період",
    "start": "from start date začátek od początek початок",
    "end": "until to end date konec do koniec кінець",
    "aim": "description aims goal popis cíl cele opis cel опис мета",
    "place": "location city místo miejsce місце",
    "country": "země країна",
    "theme": "themes topic topics téma témata temat tematy тема теми",
    "target": "beneficiaries",
    "budget": "amount rozpočet částka budżet kwota бюджет сума",
    "currency": "měna waluta валюта",
    "website": "web url link odkaz strona сайт",
}
# Each is a title of its own; those of several words are kept whole here.
WHOLE = {
    "project name": "title",
    "project title": "title",
    "název projektu": "title",
    "назва проєкту": "title",
    "nazwa projektu": "title",
    "registrační číslo": "reference",
    "číslo projektu": "reference",
    "lead applicant": "lead",
    "funding programme": "programme",
    "dotační program": "programme",
    "operační program": "programme",
    "project status": "status",
    "stav projektu": "status",
    "doba realizace": "period",
    "start date": "start",
    "end date": "end",
    "start month": "start",
    "end month": "end",
    "target group": "target",
    "target groups": "target",
    "cílová skupina": "target",
    "grupa docelowa": "target",
    "цільова група": "target",
}
KNOWN = (
    {key_of(field): field for field in FIELDS}
    | {key_of(word): field for field, words in TITLES.items() for word in words.split()}
    | {key_of(title): field for title, field in WHOLE.items()}
)


@cache
def known() -> dict[str, str]:
    """As our own pages and files call them, in every language, and as lists do."""
    found: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found |= {key_of(str(label)): field for field, label in FIELDS.items()}
    found.pop(key_of("kraj"))  # a country in Polish, a region in Czech
    return found | KNOWN


def columns_guess(header: list[str]) -> dict[str, int]:
    """Field → index of its column, told by titles."""
    found: dict[str, int] = {}
    for index, title in enumerate(header):
        field = known().get(key_of(title))
        if field and field not in found:
            found[field] = index
    return found


def unused(header: list[str], columns: dict[str, int]) -> list[str]:
    """Titles of columns that nothing is made of."""
    return [title for index, title in enumerate(header) if title and index not in columns.values()]

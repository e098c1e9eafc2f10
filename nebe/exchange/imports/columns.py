"""Which column of a file is which field: by the names people give them in our languages."""

from functools import cache

from django.conf import settings
from django.utils.translation import gettext_lazy, override

from nebe.core.texts.normalise import fold

# field → names of its column, folded (lower case, no diacritics)
COLUMNS: dict[str, tuple[str, ...]] = {
    "external_id": ("id", "external id", "cislo", "kod", "number", "numer"),
    "title": ("title", "nazev", "nadpis", "tytul", "nazwa", "назва", "заголовок", "название"),
    "text": ("text", "description", "popis", "opis", "опис", "описание"),
    "categories": ("category", "categories", "kategorie", "kategoria", "категорія", "категория"),
    "places": (
        "place",
        "places",
        "municipality",
        "town",
        "city",
        "obec",
        "mesto",
        "misto",
        "miejscowosc",
        "miasto",
        "місто",
        "город",
    ),
    "remote": ("remote", "at a distance", "na dalku", "online", "zdalnie", "дистанційно"),
    "reach_km": ("reach", "reach km", "dosah", "dosah km", "zasieg"),
    "languages": ("languages", "language", "jazyky", "jazyk", "jezyki", "jezyk", "мови", "языки"),
    "capacity": ("capacity", "kapacita", "liczba", "pojemnosc", "кількість", "количество"),
    "available_from": ("from", "available from", "od", "dostupne od", "dostepne od", "від", "с"),
    "available_until": ("until", "to", "available until", "do", "dostupne do", "dostepne do", "по"),
    "name": ("name", "contact", "jmeno", "kontakt", "imie", "imie i nazwisko", "ім'я", "имя"),
    "email": ("email", "e-mail", "mail", "пошта", "почта"),
    "phone": ("phone", "telefon", "tel", "телефон"),
}
# field → what the page calls its column; a file may use these words, in any language, as headers
FIELD_LABELS = {
    "external_id": gettext_lazy("your own number"),
    "title": gettext_lazy("title"),
    "text": gettext_lazy("text"),
    "categories": gettext_lazy("kinds of help"),
    "places": gettext_lazy("places"),
    "remote": gettext_lazy("at a distance (yes or no)"),
    "reach_km": gettext_lazy("how far, in km"),
    "languages": gettext_lazy("languages"),
    "capacity": gettext_lazy("for how many"),
    "available_from": gettext_lazy("from"),
    "available_until": gettext_lazy("until"),
    "name": gettext_lazy("the helper's name"),
    "email": gettext_lazy("the helper's e-mail"),
    "phone": gettext_lazy("the helper's phone"),
}
REQUIRED = ("title", "categories", "email")
TEMPLATE = list(COLUMNS)


@cache
def column_names() -> dict[str, str]:
    """Folded header → field: the usual names first, then our labels in every language."""
    return names_of(COLUMNS, FIELD_LABELS)


def names_of(columns: dict[str, tuple[str, ...]], labels: dict) -> dict[str, str]:
    names = {fold(name): field for field, known in columns.items() for name in (field, *known)}
    for code, _name in settings.LANGUAGES:
        with override(code):
            for field, label in labels.items():
                names.setdefault(fold(str(label)), field)
    return names


def columns_of(header: list[str]) -> dict[str, int]:
    """field → index of its column; the first of two columns with one meaning counts."""
    return columns_named(header, column_names())


def columns_named(header: list[str], names: dict[str, str]) -> dict[str, int]:
    """The same by other `names`: folded header → field."""
    found: dict[str, int] = {}
    for index, title in enumerate(header):
        field = names.get(fold(title).strip(" *:"))
        if field:
            found.setdefault(field, index)
    return found

"""Which column of a file is which field: by the names people give them in our languages."""

from nebe.core.texts.normalise import fold

# field → names of its column, folded (lower case, no diacritics)
COLUMNS: dict[str, tuple[str, ...]] = {
    "external_id": ("id", "external id", "external_id", "cislo", "kod", "number", "numer"),
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
    "reach_km": ("reach", "reach_km", "reach km", "dosah", "dosah km", "zasieg"),
    "languages": ("languages", "language", "jazyky", "jazyk", "jezyki", "jezyk", "мови", "языки"),
    "capacity": ("capacity", "kapacita", "liczba", "pojemnosc", "кількість", "количество"),
    "available_from": ("from", "available from", "od", "dostupne od", "dostepne od", "від", "с"),
    "available_until": ("until", "to", "available until", "do", "dostupne do", "dostepne do", "по"),
    "name": ("name", "contact", "jmeno", "kontakt", "imie", "imie i nazwisko", "ім'я", "имя"),
    "email": ("email", "e-mail", "mail", "пошта", "почта"),
    "phone": ("phone", "telefon", "tel", "телефон"),
}
REQUIRED = ("title", "categories", "email")
TEMPLATE = list(COLUMNS)


def columns_of(header: list[str]) -> dict[str, int]:
    """field → index of its column; the first of two columns with one meaning counts."""
    names = {name: field for field, known in COLUMNS.items() for name in map(fold, known)}
    found: dict[str, int] = {}
    for index, title in enumerate(header):
        field = names.get(fold(title).strip(" *:"))
        if field:
            found.setdefault(field, index)
    return found

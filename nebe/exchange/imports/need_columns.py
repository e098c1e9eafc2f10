"""Which column of a table of needs is which field, by the names people give them."""

from functools import cache

from django.utils.translation import gettext_lazy

from .columns import columns_named, names_of

# field → names of its column; the labels below are known in every language, too
COLUMNS: dict[str, tuple[str, ...]] = {
    "category": (
        "kind", "category", "help", "druh", "druh pomoci", "kategorie", "вид допомоги", "категорія",
        "rodzaj", "rodzaj pomocy", "kategoria", "вид помощи", "категория", "loại", "نوع",
    ),
    "what": (
        "what", "item", "thing", "co", "věc", "položka", "předmět", "що", "що потрібно", "річ",
        "rzecz", "co potrzeba", "что", "что нужно", "вещь", "cần gì", "ماذا", "الشيء",
    ),
    "quantity": (
        "quantity", "how many", "number", "count", "pieces", "počet", "množství", "kolik", "ks",
        "кількість", "скільки", "liczba", "ilość", "ile", "количество", "сколько", "số lượng",
        "bao nhiêu", "العدد", "الكمية", "كم",
    ),
    "needed_from": (
        "from", "day", "date", "on which day", "od", "datum", "který den", "від", "з",
        "день", "дата", "dzień", "data", "с", "от", "từ", "ngày", "من", "اليوم", "التاريخ",
    ),
    "needed_until": (
        "by", "by when", "until", "deadline", "due", "do", "do kdy", "termín", "до", "до коли",
        "термін",
        "do kiedy", "termin", "срок", "до какого", "hạn", "đến", "حتى", "الموعد",
    ),
    "repeats": (
        "repeats", "repeat", "how often", "opakování", "jak často", "повторення", "як часто",
        "powtarzanie", "jak często", "повторение", "как часто", "lặp lại", "التكرار", "كم مرة",
    ),
    "deliver_to": (
        "deliver to", "drop-off", "address", "kam přivézt", "adresa", "куди привезти", "адреса",
        "dokąd przywieźć", "adres", "куда привезти", "адрес", "địa chỉ", "العنوان",
    ),
    "place": (
        "place", "town", "city", "municipality", "where from", "from town", "from where", "obec",
        "odkud", "звідки", "skąd", "откуда", "từ đâu", "nơi đi", "من أين", "مدينة الانطلاق",
        "město", "місто", "населений пункт",
        "miejscowość", "miasto", "город", "населённый пункт", "thành phố", "nơi", "المدينة",
    ),
    "to_place": (
        "to", "where to", "to town", "destination", "kam", "cíl", "куди", "куди їхати",
        "місто призначення", "dokąd", "cel", "куда", "куда ехать", "đến đâu", "nơi đến", "إلى أين",
        "إلى", "الوجهة",
    ),
    "at_time": (
        "time", "at what time", "hour", "čas", "v kolik", "hodina", "час", "о котрій", "година",
        "godzina", "o której", "czas", "время", "во сколько", "час отправления", "giờ", "mấy giờ",
        "الساعة", "الوقت",
    ),
    "reach_km": ("reach", "km", "dosah", "zasięg"),
    "languages": (
        "languages", "language", "jazyky", "jazyk", "мови", "мова", "języki", "język", "языки",
        "язык", "ngôn ngữ", "اللغات", "اللغة",
    ),
    "text": (
        "text", "note", "details", "description", "popis", "poznámka", "опис", "примітка", "opis",
        "uwagi", "описание", "примечание", "ghi chú", "mô tả", "ملاحظة", "وصف",
    ),
}  # fmt: skip
LABELS = {
    "category": gettext_lazy("kind of help"),
    "what": gettext_lazy("what is needed"),
    "quantity": gettext_lazy("how many"),
    "needed_from": gettext_lazy("from"),
    "needed_until": gettext_lazy("by when, or until when"),
    "repeats": gettext_lazy("how often, or on which weekdays"),
    "deliver_to": gettext_lazy("where to bring it"),
    "place": gettext_lazy("town"),
    "to_place": gettext_lazy("where to, for transport"),
    "at_time": gettext_lazy("at what time, for transport"),
    "reach_km": gettext_lazy("how far, in km"),
    "languages": gettext_lazy("languages"),
    "text": gettext_lazy("more about it"),
}
REQUIRED = ("category", "what", "place")


@cache
def column_names() -> dict[str, str]:
    return names_of(COLUMNS, LABELS)


def need_columns_of(header: list[str]) -> dict[str, int]:
    """field → index of its column; the first of two columns with one meaning counts."""
    return columns_named(header, column_names())

"""The order of words in each language's own alphabet, without the locales of the machine."""

import unicodedata
from functools import cache

# Letters that are places of their own. What is not among them goes with its plain letter.
ALPHABETS = {
    "en": "a b c d e f g h i j k l m n o p q r s t u v w x y z",
    "cs": "a b c č d e f g h ch i j k l m n o p q r ř s š t u v w x y z ž",
    "pl": "a ą b c ć d e ę f g h i j k l ł m n ń o ó p q r s ś t u v w x y z ź ż",
    "uk": "а б в г ґ д е є ж з и і ї й к л м н о п р с т у ф х ц ч ш щ ь ю я",
    "ru": "а б в г д е ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я",
    "vi": "a ă â b c d đ e ê f g h i j k l m n o ô ơ p q r s t u ư v w x y z",
    "ar": "ا ب ت ث ج ح خ د ذ ر ز س ش ص ض ط ظ ع غ ف ق ك ل م ن ه و ي",
}
ARTICLE = "ال"  # no dictionary looks below it
SAME = str.maketrans("آأإٱىةئؤ", "اااايهيو", "ـء")
OTHERS = 1000  # behind the alphabet: other scripts, digits


@cache
def places(language: str) -> dict[str, int]:
    letters = ALPHABETS.get(language, ALPHABETS["en"]).split()
    return {letter: place for place, letter in enumerate(letters)}


def letters_of(text: str, language: str) -> list[str]:
    """The letters that count, as the language's alphabet has them (in Czech `ch` is one)."""
    known = places(language)
    text = unicodedata.normalize("NFC", text.casefold())
    if language == "ar":
        text = unicodedata.normalize("NFC", without_article(without_marks(text)).translate(SAME))
    found: list[str] = []
    at = 0
    while at < len(text):
        size = 2 if text[at : at + 2] in known else 1
        letter = text[at : at + size]
        if letter in known or letter.isalnum() or letter.isspace():
            found.append(letter if letter in known else nearest(letter, known))
        at += size
    return found


def nearest(letter: str, known: dict[str, int]) -> str:
    """`á` is an `a` where the alphabet has no `á`; `ậ` is an `â` in Vietnamese."""
    parts = unicodedata.normalize("NFD", letter)
    for end in range(len(parts), 0, -1):
        for kept in (parts[:end], parts[0] + parts[2:end]):
            shorter = unicodedata.normalize("NFC", kept)
            if shorter in known:
                return shorter
    return letter


def without_marks(text: str) -> str:
    """Arabic vowels are written or not."""
    return "".join(letter for letter in text if unicodedata.category(letter) != "Mn")


def without_article(text: str) -> str:
    return " ".join(word.removeprefix(ARTICLE) or word for word in text.split(" "))


def sort_key(text: str, language: str) -> tuple:
    """Words in the order of a dictionary; of those alike, as they are written."""
    known = places(language)
    order = [
        -1 if each.isspace() else known.get(each, OTHERS + ord(each[0]))
        for each in letters_of(text, language)
    ]
    return order, text


def initial(text: str, language: str) -> str:
    """The heading of the alphabet below which the word stands."""
    first = next((each for each in letters_of(text, language) if not each.isspace()), "")
    return first.capitalize() if first in places(language) else "#"

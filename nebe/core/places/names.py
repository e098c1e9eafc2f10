"""Names of places as they sound, so that they are found in whichever script they are typed."""

import re
from collections.abc import Iterable

from nebe.core.texts.normalise import fold

# Folded Cyrillic as Czech and Polish write the sound. `г` is h in Ukrainian and g in Russian, so
# g and h are one; so are w and v, y and i; j and soft signs vanish.
CYRILLIC = str.maketrans(
    {
        **dict(zip("абвгдежзиклмнопрстуф", "abvhdezziklmnoprstuf", strict=True)),
        **{"х": "h", "ц": "c", "ч": "c", "ш": "s", "щ": "sc", "ы": "i", "э": "e"},
        **{"ю": "u", "я": "a", "й": "", "ь": "", "ъ": "", "ў": "v"},
    }
)
# ř and rz are heard рж or рш; what is left of a digraph while it is being typed still begins it.
DIGRAPHS = {
    "рж": "r",
    "рш": "r",
    "sz": "s",
    "cz": "c",
    "rz": "r",
    "ch": "h",
    "kh": "h",
    "shch": "sc",
    "sh": "s",
    "zh": "z",
}
SIMILAR = str.maketrans("gwy", "hvi", "j")
SMALL_WORDS = {"nad", "pod", "pri", "u", "v", "ve", "na", "za", "do", "k", "ke", "i", "a"}


def words(name: str) -> list[str]:
    """The folded words of a name."""
    return re.findall(r"[^\W_]+", re.sub(r"['’ʼ`´]", "", fold(name)))


def sound_key(name: str) -> str:
    """`name` as it sounds: what is typed is compared by this alone, prefix by prefix."""
    return " ".join(sound(word) for word in words(name)).strip()


def sound(word: str) -> str:
    for written, heard in DIGRAPHS.items():
        word = word.replace(written, heard)
    return word.translate(CYRILLIC).translate(SIMILAR)


def keys(own: Iterable[str], also: Iterable[str]) -> dict[str, bool]:
    """Every key under which a place of these names is found → whether it is a whole own name.

    "Frýdek-Místek" is found by "místek" too, "Ústí nad Labem" not by "nad".
    """
    found: dict[str, bool] = {}
    for names, is_own in ((own, True), (also, False)):
        for name in names:
            parts = words(name)
            for start, word in enumerate(parts):
                if start == 0 or (word not in SMALL_WORDS and len(word) > 2):
                    key = sound_key(" ".join(parts[start:]))
                    found[key] = found.get(key, False) or (is_own and start == 0)
    found.pop("", None)
    return found

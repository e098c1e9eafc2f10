"""Which of the installation's languages a text is written in."""

import re
from collections import Counter
from functools import cache

from django.conf import settings

SURE = 0.9  # the probability from which a language is believed
LONGEST = 2000  # characters that are looked at

# Letters that one of the languages has and the others have not, and the script of each.
OWN_LETTERS = {
    "cs": "ěřůťďň",
    "pl": "łąęśćńźż",
    "vi": "ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉĩịọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹ",
    "uk": "іїєґ",
    "ru": "ыэёъ",
}
SCRIPTS = {"cyrillic": ("uk", "ru"), "arabic": ("ar",), "latin": ("en", "cs", "pl", "vi")}
SCRIPT_LETTERS = {
    "cyrillic": re.compile("[\u0400-\u04ff]"),
    "arabic": re.compile("[\u0600-\u06ff]"),
    "latin": re.compile("[a-z\u00c0-\u024f\u1e00-\u1eff]"),
}


def language_of(text: str, *, default: str = "") -> str:
    """The language of a text; where that is not sure `default`, or the likeliest without one.

    For jobs: the model takes 70 MB and up to a second in a process, paid at the first text.
    """
    language, probability = identifier().classify(text[:LONGEST])
    return default if default and probability < SURE else language


def language_guess(text: str, *, likely: str) -> str:
    """The language of a few words by their letters alone; `likely` where these do not tell.

    For pages: it costs nothing.
    """
    text = text.casefold()
    own = Counter({lang: sum(text.count(c) for c in OWN_LETTERS[lang]) for lang in OWN_LETTERS})
    (language, letters), *_ = own.most_common(1)
    if letters:
        return language
    counts = {script: len(one.findall(text)) for script, one in SCRIPT_LETTERS.items()}
    script = max(counts, key=lambda name: counts[name])
    if not counts[script] or likely in SCRIPTS[script]:
        return likely
    return SCRIPTS[script][0]


@cache
def identifier():
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    found = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    found.set_languages([code for code, _name in settings.LANGUAGES])
    return found

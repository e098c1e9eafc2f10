"""Domain text as data: `{language: value}`, read in the reader's language or the nearest to it.

A value is the text itself, written by a person, or
`{"text": …, "machine": bool, "source": language, "hash": …}` where it was translated: `hash` is
that of the source when the translation was made, so a translation older than its source shows.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

RIGHT_TO_LEFT = {"ar", "fa", "he", "ur"}

# What a reader of each language most likely reads next.
FALLBACKS = {
    "en": ("cs", "pl", "uk", "ru", "vi", "ar"),
    "cs": ("en", "pl", "uk", "ru", "vi", "ar"),
    "pl": ("en", "cs", "uk", "ru", "vi", "ar"),
    "uk": ("en", "cs", "pl", "ru", "vi", "ar"),
    "ru": ("uk", "en", "cs", "pl", "vi", "ar"),
    "vi": ("en", "cs", "pl", "uk", "ru", "ar"),
    "ar": ("en", "cs", "pl", "uk", "ru", "vi"),
}


@dataclass(frozen=True)
class Text:
    """A text as shown to one reader. `language` is the one it is in."""

    text: str
    language: str
    is_fallback: bool = False
    is_machine: bool = False
    is_stale: bool = False

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)

    @property
    def direction(self) -> str:
        return "rtl" if self.language in RIGHT_TO_LEFT else "ltr"


def fallbacks(language: str) -> tuple[str, ...]:
    """`language` and then those to fall back on, nearest first."""
    return (language, *FALLBACKS.get(language, ("en", *FALLBACKS["en"])))


def source_hash(text: str) -> str:
    """Names a state of a source text: 16 hexadecimal digits."""
    return hashlib.sha256(text.strip().encode()).hexdigest()[:16]


def pick(data: Mapping | str | None, language: str) -> Text:
    """`data` in `language` or its nearest fallback; an empty `Text` where there is none."""
    if not data:
        return Text("", language)
    if isinstance(data, str):
        return Text(data, language)
    language = language.split("-")[0].lower()
    for candidate in (*fallbacks(language), *sorted(data)):
        text = text_of(data.get(candidate))
        if text:
            return Text(
                text,
                candidate,
                is_fallback=candidate != language,
                is_machine=is_machine(data[candidate]),
                is_stale=is_stale(data, candidate),
            )
    return Text("", language)


def text_of(value) -> str:
    return value.get("text", "") if isinstance(value, Mapping) else value or ""


def is_machine(value) -> bool:
    return isinstance(value, Mapping) and bool(value.get("machine"))


def is_stale(data: Mapping, language: str) -> bool:
    """Whether the source of this translation has changed since."""
    value = data.get(language)
    if not isinstance(value, Mapping) or "source" not in value:
        return False
    return value.get("hash") != source_hash(text_of(data.get(value["source"])))


def with_translation(
    data: Mapping, *, language: str, text: str, source: str, machine: bool
) -> dict:
    """A copy of `data` with a translation from `source` as it stands now."""
    of = source_hash(text_of(data.get(source)))
    value = {"text": text, "machine": machine, "source": source, "hash": of}
    return {**data, language: value}

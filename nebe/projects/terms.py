"""What projects are about and whom they are for: lists that are named in every language.

A project carries them as tags (`ProjectTag`) of these vocabularies, so that they go out and come
in with the files of the standard.
"""

import tomllib
from pathlib import Path

from django.utils.translation import get_language

from nebe.core.texts.translated import pick

from .iati.codelists import name_of

VOCABULARY = "99"  # IATI: a list of the publisher's own, told apart by its URI
THEMES_URI = "urn:nebe:themes"
TARGETS_URI = "urn:nebe:target-groups"

DATA = Path(__file__).parent / "data"
_told = tomllib.loads((DATA / "terms.toml").read_text())
THEMES: dict[str, dict[str, str]] = _told["theme"]
TARGETS: dict[str, dict[str, str]] = _told["target"]
SECTORS: dict[str, dict[str, str]] = tomllib.loads((DATA / "sectors.toml").read_text())["sector"]
_codes = tomllib.loads((DATA / "codes.toml").read_text())
REGIONS: dict[str, dict[str, str]] = _codes["region"]
DOCUMENTS: dict[str, dict[str, str]] = _codes["document"]
BY_URI = {THEMES_URI: THEMES, TARGETS_URI: TARGETS}


def theme_name(code: str) -> str:
    """In the active language; a code that is in no list is its own name."""
    return name_in(THEMES, code)


def target_name(code: str) -> str:
    return name_in(TARGETS, code)


def sector_name(code: str) -> str:
    """Of three digits or five; in English where the standard alone has a name for it."""
    if code in SECTORS:
        return name_in(SECTORS, code)
    return name_of("SectorCategory" if len(code) == 3 else "Sector", code)


def document_name(code: str) -> str:
    """What kind of document it is."""
    return name_in(DOCUMENTS, code)


def theme_choices() -> list[tuple[str, str]]:
    return [(code, theme_name(code)) for code in THEMES]


def document_choices() -> list[tuple[str, str]]:
    return [(code, document_name(code)) for code in DOCUMENTS]


def target_choices() -> list[tuple[str, str]]:
    return [(code, target_name(code)) for code in TARGETS]


def tag(uri: str, code: str) -> dict:
    """The record of a tag, see `iati/shapes/`; the English name is for whoever reads the file."""
    return {
        "vocabulary": VOCABULARY,
        "vocabulary_uri": uri,
        "code": code,
        "text": {"en": BY_URI[uri][code]["en"]},
    }


def name_in(terms: dict[str, dict[str, str]], code: str) -> str:
    return str(pick(terms.get(code), get_language() or "en")) or code

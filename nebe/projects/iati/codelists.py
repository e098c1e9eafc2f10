"""Codes of the standard by name. Source: codelists of IATI 2.03, English names."""

import json
from functools import cache
from pathlib import Path


@cache
def codelists() -> dict[str, dict[str, str]]:
    return json.loads((Path(__file__).parent / "codelists.json").read_text())


def name_of(codelist: str, code: str) -> str:
    """The code itself where the list does not have it."""
    return codelists()[codelist].get(code, code)

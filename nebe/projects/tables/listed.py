"""Words of a cell that stand for codes of a list: themes, for whom, countries; in any language."""

import re
from functools import cache

from ..iati.nodes import Record
from ..known import key_of
from ..placing import countries_by_key
from ..services.adding import equal_shares
from ..terms import TARGETS, TARGETS_URI, THEMES, THEMES_URI, tag

TAGS = {"theme": THEMES_URI, "target": TARGETS_URI}
LISTED = (*TAGS, "country")


@cache
def known(field: str) -> dict[str, str]:
    """How it is called → its code."""
    if field == "country":
        return countries_by_key()
    terms = THEMES if field == "theme" else TARGETS
    return {key_of(name): code for code, names in terms.items() for name in (code, *names.values())}


def codes_read(field: str, cell: str) -> tuple[list[str], list[str]]:
    """Codes, and what is in no list. Some names have a comma within them."""
    codes, unknown = known(field), []
    found: list[str] = []
    for part in filter(None, map(str.strip, re.split(r"[;\n|]", cell))):
        for name in [part] if key_of(part) in codes else map(str.strip, part.split(",")):
            if code := codes.get(key_of(name)):
                found.append(code)
            else:
                unknown.append(name)
    return list(dict.fromkeys(found)), unknown


def listed_of(cells: dict[str, str]) -> Record:
    """The parts of a record that these cells make."""
    codes = {field: codes_read(field, cells.get(field, ""))[0] for field in LISTED}
    return {
        "tags": [tag(uri, code) for field, uri in TAGS.items() for code in codes[field]],
        "countries": equal_shares([{"code": code} for code in codes["country"]]),
    }

"""Strings that `make messages` does not see are in no catalogue, so nobody translates them."""

import re
from pathlib import Path

import nebe

# Under another name than `_`, or within an f-string.
UNSEEN = re.compile(r"\bn?p?n?gettext(?:_lazy|_noop)? as (?!_\b)\w+|f(['\"]).*\{(?:_|\w*gettext)\(")


def test_every_string_can_be_collected():
    code = {path: path.read_text() for path in Path(nebe.__file__).parent.rglob("*.py")}
    assert len(code) > 500
    found = [str(path) for path, text in code.items() if UNSEEN.search(text)]
    assert found == []

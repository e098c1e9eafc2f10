"""Compile the interface's catalogues (.po → .mo) with Babel; no gettext tools are needed."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE_DIR = Path(__file__).parent / "locale"


def compile_catalogues(folder: Path = LOCALE_DIR) -> int:
    """Write each .mo that is older than its .po; returns how many were written."""
    written = 0
    for source in sorted(folder.glob("*/LC_MESSAGES/django.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as text:
            catalogue = read_po(text, locale=source.parts[-3])
        temporary = target.with_suffix(f".{os.getpid()}.tmp")  # others may compile just now
        with temporary.open("wb") as binary:
            write_mo(binary, catalogue)
        temporary.replace(target)
        written += 1
    return written


if __name__ == "__main__":
    compile_catalogues()

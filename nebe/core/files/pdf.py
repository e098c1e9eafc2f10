"""A PDF drawn anew: each page becomes a picture in a new PDF, without all else that was in it."""

import io
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

MAX_PAGES = 20
SECONDS = 25  # for all pages
DRAWER = Path(__file__).with_name("pdf_pages.py")


class NotDrawn(Exception):
    """It is damaged, or has a password."""


class TooComplicated(NotDrawn):
    """It takes more time than one may."""


class TooLong(NotDrawn):
    """More than `MAX_PAGES` pages."""


def drawn_anew(content: bytes) -> bytes:
    """Raises `NotDrawn`."""
    with TemporaryDirectory(prefix="nebe-pdf-") as folder:
        Path(folder, "sent.pdf").write_bytes(content)
        return _bound(_pages(folder))


def _pages(folder: str) -> list[Image.Image]:
    """Drawn by another process, which may take so much time and memory and no more."""
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-I", str(DRAWER), folder, str(MAX_PAGES)],
            env={},  # without the installation's keys
            timeout=SECONDS,
            capture_output=True,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise TooComplicated from None
    if done.returncode != 0:
        raise NotDrawn
    count = int(done.stdout)
    if count > MAX_PAGES:
        raise TooLong
    return [_page(f"{folder}/{number}.png") for number in range(1, count + 1)]


def _page(path: str) -> Image.Image:
    with Image.open(path, formats=("PNG",)) as image:
        return image.convert("RGB")


def _bound(pages: list[Image.Image]) -> bytes:
    out = io.BytesIO()
    first, *others = pages
    first.save(out, "PDF", save_all=True, append_images=others, resolution=144, quality=75)
    return out.getvalue()

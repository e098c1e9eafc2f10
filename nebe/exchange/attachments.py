"""Files of messages: pictures and PDFs drawn anew, so that nothing but what is seen is kept.

A picture loses its metadata; of a PDF each page becomes a picture in a new PDF, without scripts,
forms, links and files inside. The name and the type as sent are never used.
"""

import io
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image

from .images import ImageRefused, image_clean
from .models import Attachment

MAX_COUNT = 4  # of one message
MAX_BYTES = 10 * 1024 * 1024  # of one file as sent
MAX_IN_TALK = 40
MAX_PAGES = 20
SECONDS = 25  # for all pages of a PDF
DRAWER = Path(__file__).with_name("pdf_pages.py")
ACCEPT = "image/jpeg,image/png,image/webp,image/heic,application/pdf"
MEDIA_TYPES: dict[str, str] = {
    Attachment.Kind.PICTURE: "image/webp",
    Attachment.Kind.PDF: "application/pdf",
}


class FileRefused(ImageRefused):
    """`message` says to the person why and what to do."""


@dataclass(frozen=True)
class Clean:
    """A file that may be kept."""

    kind: str
    content: bytes


def file_clean(upload: UploadedFile) -> Clean:
    """A picture or a PDF, drawn anew. Raises `ImageRefused`."""
    if (upload.size or 0) > MAX_BYTES:
        raise FileRefused(_("This file is too big. Please choose one under 10 MB."))
    upload.seek(0)
    if b"%PDF-" in upload.read(1024):
        upload.seek(0)
        return Clean(Attachment.Kind.PDF, pdf_clean(upload.read()))
    return Clean(Attachment.Kind.PICTURE, image_clean(upload, heic=True))


def pdf_clean(content: bytes) -> bytes:
    """The pages of a PDF as pictures in a new one. Raises `FileRefused`."""
    with TemporaryDirectory(prefix="nebe-pdf-") as folder:
        with open(f"{folder}/sent.pdf", "wb") as file:
            file.write(content)
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
        raise FileRefused(
            _("This PDF is too complicated. Please send its pages as pictures.")
        ) from None
    if done.returncode != 0:
        raise FileRefused(
            _("We cannot open this PDF: it is damaged or has a password. Send pictures instead.")
        )
    count = int(done.stdout)
    if count > MAX_PAGES:
        raise FileRefused(
            _("This PDF has too many pages. At most %(count)s are possible.") % {"count": MAX_PAGES}
        )
    return [_page(f"{folder}/{number}.png") for number in range(1, count + 1)]


def _page(path: str) -> Image.Image:
    with Image.open(path, formats=("PNG",)) as image:
        return image.convert("RGB")


def _bound(pages: list[Image.Image]) -> bytes:
    out = io.BytesIO()
    first, *others = pages
    first.save(out, "PDF", save_all=True, append_images=others, resolution=144, quality=75)
    return out.getvalue()

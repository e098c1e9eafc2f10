"""Files of messages: pictures and PDFs drawn anew, so that nothing but what is seen is kept.

A picture loses its metadata; of a PDF each page becomes a picture in a new PDF, without scripts,
forms, links and files inside. The name and the type as sent are never used.
"""

from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from nebe.core.files import pdf

from .images import ImageRefused, image_clean
from .models import Attachment

MAX_COUNT = 4  # of one message
MAX_BYTES = 10 * 1024 * 1024  # of one file as sent
MAX_IN_TALK = 40
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
    try:
        return pdf.drawn_anew(content)
    except pdf.TooComplicated:
        told = _("This PDF is too complicated. Please send its pages as pictures.")
    except pdf.TooLong:
        told = _("This PDF has too many pages. At most %(count)s are possible.")
        told %= {"count": pdf.MAX_PAGES}
    except pdf.NotDrawn:
        told = _("We cannot open this PDF: it is damaged or has a password. Send pictures instead.")
    raise FileRefused(told)

"""A CV as it may be kept: a PDF or a DOCX, looked at, never opened; the name as sent is not kept.

It is sealed, given to the panel as a download only, and never shown by a page of ours.
"""

import io
import zipfile

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nebe.core.files import pdf

from ..models import JobApplication

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED = 50 * 1024 * 1024
ACCEPT = (
    ".pdf,.docx,application/pdf,"
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
)
Kind = JobApplication.CvKind
MEDIA_TYPES: dict[str, str] = {Kind.PDF: "application/pdf", Kind.DOCX: ACCEPT.rpartition(",")[2]}
MACROS = ("vbaproject.bin", "vbadata.xml", "activex")


class CvField(forms.FileField):
    """Cleaned to `(kind, content)`."""

    widget = forms.FileInput(attrs={"accept": ACCEPT})
    default_error_messages = {
        "required": gettext_lazy("Please choose the file with your CV."),
        "empty": gettext_lazy("This file is empty. Please choose another one."),
    }

    def clean(self, data, initial=None):
        upload: UploadedFile = super().clean(data, initial)
        if (upload.size or 0) > MAX_BYTES:
            raise forms.ValidationError(_("This file is too big. Please choose one under 5 MB."))
        upload.seek(0)
        content = upload.read()
        return kind_of(content), content


def kind_of(content: bytes) -> str:
    """By what is in it, whatever its name says. Raises `ValidationError`."""
    if b"%PDF-" in content[:1024]:
        return Kind.PDF
    if content.startswith(b"PK"):
        docx_check(content)
        return Kind.DOCX
    raise forms.ValidationError(_("Please send your CV as PDF or DOCX."))


def docx_check(content: bytes) -> None:
    wrong = forms.ValidationError(_("We cannot open this file. Please send your CV as PDF."))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise wrong from error
    names = {part.filename.lower() for part in parts}
    if not {"[content_types].xml", "word/document.xml"} <= names:
        raise wrong
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise wrong
    if any(macro in name for name in names for macro in MACROS):
        raise forms.ValidationError(_("This file has macros in it. Please send your CV as PDF."))


def cv_as_seen(application: JobApplication) -> bytes:
    """A PDF drawn anew: nothing in it runs, leads elsewhere, or says more than is seen.

    Raises `pdf.NotDrawn`. A DOCX, which has no macros, stays as it was sent.
    """
    content = bytes(application.cv)
    return pdf.drawn_anew(content) if application.cv_kind == Kind.PDF else content


def cv_response(application: JobApplication, content: bytes | None = None) -> HttpResponse:
    """To be kept and opened by whoever may read it: no page of ours, no script, no cache.

    As it was sent, unless there is other `content`.
    """
    content = bytes(application.cv) if content is None else content
    response = HttpResponse(content, content_type=MEDIA_TYPES[application.cv_kind])
    name = f"cv-{application.number}.{application.cv_kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox; frame-ancestors 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store, max-age=0"
    return response

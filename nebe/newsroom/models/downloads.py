"""Files that readers may take along: reports, logos, leaflets."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.core.validators import FileExtensionValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import CollectionMember

from ..contact_blocks import LANGUAGES
from ..parts.forms import DownloadForm
from .points import ChoicesField

LARGEST = 50_000_000  # bytes
TYPES = {
    "pdf": "application/pdf",
    "epub": "application/epub+zip",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "zip": "application/zip",
}


def cms_storage():
    return storages["cms"]


def size_valid(file) -> None:
    if file.size > LARGEST:
        raise ValidationError(_("Files may have 50 MB at most."))


class Download(CollectionMember, models.Model):
    """Served only while a public page has it, and never opened within this site."""

    class Access(models.TextChoices):
        TAGGED = "tagged", _("headings and reading order for screen readers")
        ALT = "alt", _("pictures are described")
        TABLES = "tables", _("every chart has a table beside it")
        EASY = "easy", _("easy to read")
        CONTRAST = "contrast", _("large print, strong contrast")
        SCAN = "scan", _("scanned: a screen reader reads nothing")

    title = models.CharField(_("title"), max_length=200)
    file = models.FileField(
        _("file"),
        upload_to="downloads/",
        storage=cms_storage,
        validators=[FileExtensionValidator([*TYPES]), size_valid],
    )
    size = models.PositiveIntegerField(editable=False, default=0)  # bytes
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGES, blank=True)
    access = ChoicesField(_("accessibility"), choices=Access.choices, default=list, blank=True)
    access_note = models.CharField(_("more on accessibility"), max_length=200, blank=True)

    base_form_class = DownloadForm
    panels = [
        FieldPanel("title"),
        FieldPanel("file"),
        FieldPanel("language"),
        FieldPanel("access"),
        FieldPanel("access_note"),
        FieldPanel("collection"),
    ]

    class Meta:
        verbose_name = _("file to download")
        verbose_name_plural = _("files to download")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    def save(self, *args, **kwargs):
        self.size = self.file.size
        super().save(*args, **kwargs)

    @property
    def name(self) -> str:
        return Path(self.file.name or "").name

    @property
    def etag(self) -> str:
        """Of the file as it is stored now, for caches that ask whether theirs is still right."""
        changed = self.file.storage.get_modified_time(self.file.name or "")
        return f'"{self.pk}-{self.size}-{changed.timestamp():.0f}"'

    @property
    def suffix(self) -> str:
        return Path(self.name).suffix.lstrip(".").lower()

    @property
    def content_type(self) -> str:
        return TYPES.get(self.suffix, "application/octet-stream")

    @property
    def access_labels(self) -> list:
        return [label for value, label in self.Access.choices if value in self.access]

import uuid

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..recordings import FORMATS, facts_of
from .downloads import cms_storage


def place(recording, name: str) -> str:
    """Nothing of the name that the editor's file had."""
    return f"recordings/{recording.pk}.{name.rpartition('.')[2].lower()}"


class Recording(models.Model):
    """A sound or a film of our own; public only while a public page plays it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(_("title"), max_length=200, help_text=_("Only editors see it."))
    file = models.FileField(_("file"), storage=cms_storage, upload_to=place, max_length=200)
    seconds = models.PositiveIntegerField(
        _("duration in seconds"),
        null=True,
        blank=True,
        help_text=_("Leave it empty: WAV, MP3, M4A and MP4 say it themselves."),
    )
    size = models.PositiveBigIntegerField(default=0, editable=False)  # bytes
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.title

    def save(self, *args, **kwargs):
        if self.file:
            self.size = self.file.size
        super().save(*args, **kwargs)

    def clean(self):
        if self.file and isinstance(self.file.file, UploadedFile | ContentFile):
            facts = facts_of(self.file)
            self.seconds = facts.seconds or self.seconds

    @property
    def ending(self) -> str:
        return (self.file.name or "").rpartition(".")[2]

    @property
    def media_type(self) -> str:
        return FORMATS[self.ending]

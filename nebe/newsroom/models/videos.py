from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from ..vtt import cues_of, vtt_valid
from .base import Article, Group, fields, panels
from .gated import Gated
from .podcasts import iso_duration
from .recordings import Recording


class Video(Gated, Article):
    """A film of our own, or one that another site shows. The picture is what stands before it."""

    kind = "video"
    icon = "eye"
    schema_type = "VideoObject"

    date = models.DateField(_("date"), default=timezone.localdate)
    recording = models.ForeignKey(
        Recording,
        verbose_name=_("film"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    link = models.URLField(
        _("address at another site"),
        blank=True,
        help_text=_("It is loaded only after the reader agrees."),
    )
    captions = models.TextField(
        _("captions"),
        blank=True,
        validators=[vtt_valid],
        help_text=_("As WebVTT, in the language of this page. Needed for a film of our own."),
    )
    transcript = models.TextField(
        _("transcript"),
        blank=True,
        help_text=_("What is said and what is seen, for those who cannot hear or see it."),
    )

    content_panels = panels(
        FieldPanel("date"),
        Group([FieldPanel("recording"), FieldPanel("link")], heading=_("film")),
        FieldPanel("captions"),
        FieldPanel("transcript"),
    )
    translatable_fields = fields(
        translated=("captions", "transcript"), shared=("date", "recording", "link")
    )
    template = "newsroom/video.html"
    parent_page_types = ["nebe_newsroom.Section"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("video")
        verbose_name_plural = _("videos")

    def clean(self):
        super().clean()
        if bool(self.recording_id) == bool(self.link):
            raise ValidationError(_("Choose a film of our own or the address of one, not both."))

    @property
    def listed_on(self):
        return self.date

    def lacks(self) -> list[str]:
        found = []
        if self.recording_id and not self.cues():
            found.append(gettext("A film of our own needs captions."))
        if not self.transcript.strip():
            found.append(gettext("A film needs a transcript."))
        return found

    def cues(self) -> list:
        try:
            return cues_of(self.captions) if self.captions else []
        except ValueError:
            return []

    def own_words(self) -> list[str]:
        return [self.transcript]

    def structured(self) -> dict:
        seconds = self.recording and self.recording.seconds
        return {
            "uploadDate": self.date.isoformat(),
            "transcript": self.transcript,
            "duration": iso_duration(seconds) if seconds else "",
        }

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from ..vtt import clock_seconds, cues_of, vtt_valid
from .base import Article, Fact, Group, fields, panels
from .recordings import Recording

# Of Apple's list, those a network like ours speaks in.
CATEGORIES = [
    ("Society & Culture", _("society and culture")),
    ("Government", _("authorities and law")),
    ("Education", _("education")),
    ("Health & Fitness", _("health")),
    ("News", _("news")),
    ("Kids & Family", _("children and family")),
]


def clock_valid(text: str) -> None:
    try:
        clock_seconds(text)
    except ValueError as error:
        raise ValidationError(_("Write the time as 2:03 or 1:02:03.")) from error


class ChapterBlock(blocks.StructBlock):
    at = blocks.CharBlock(label=_("begins at"), max_length=8, validators=[clock_valid])
    title = blocks.CharBlock(label=_("title"), max_length=120)

    class Meta:
        icon = "list-ol"
        label = _("chapter")


def iso_duration(seconds: int) -> str:
    return f"PT{seconds // 3600}H{seconds % 3600 // 60}M{seconds % 60}S"


class Podcast(Article):
    """A series to listen to, with a feed that podcast players read."""

    kind = "podcast"
    icon = "speech"
    schema_type = "PodcastSeries"
    day_on_cards = False

    author = models.CharField(_("who makes it"), max_length=120)
    contact = models.EmailField(
        _("public e-mail"), help_text=_("Players ask it before somebody else claims the series.")
    )
    category = models.CharField(
        _("category"), max_length=40, choices=CATEGORIES, default=CATEGORIES[0][0]
    )
    explicit = models.BooleanField(_("not for children"), default=False)
    is_complete = models.BooleanField(_("no more episodes will come"), default=False)

    content_panels = panels(
        FieldPanel("author"),
        FieldPanel("contact"),
        FieldPanel("category"),
        FieldPanel("explicit"),
        FieldPanel("is_complete"),
    )
    translatable_fields = fields(
        shared=("author", "contact", "category", "explicit", "is_complete")
    )
    template = "newsroom/podcast.html"
    parent_page_types = ["nebe_newsroom.Section"]
    subpage_types = ["nebe_newsroom.Episode"]

    class Meta:
        verbose_name = _("podcast")
        verbose_name_plural = _("podcasts")

    def card_facts(self) -> list[Fact]:
        return [self.author]

    def own_words(self) -> list[str]:
        return [self.author]


class Episode(Article):
    """One episode: sound, chapters, transcript. Its series is the page above it."""

    kind = "episode"
    icon = "speech"
    schema_type = "PodcastEpisode"

    date = models.DateField(_("date"), default=timezone.localdate)
    recording = models.ForeignKey(
        Recording, verbose_name=_("sound"), on_delete=models.PROTECT, related_name="+"
    )
    season = models.PositiveSmallIntegerField(_("season"), null=True, blank=True)
    number = models.PositiveSmallIntegerField(_("number of the episode"), null=True, blank=True)
    chapters = StreamField([("chapter", ChapterBlock())], blank=True, verbose_name=_("chapters"))
    transcript = models.TextField(
        _("transcript"),
        blank=True,
        validators=[vtt_valid],
        help_text=_("As WebVTT. For people who cannot hear, and for those who read faster."),
    )
    # Players know an episode by it for ever, whatever becomes of its address.
    guid = models.UUIDField(default=uuid.uuid4, editable=False)

    content_panels = panels(
        FieldPanel("date"),
        FieldPanel("recording"),
        Group([FieldPanel("season"), FieldPanel("number")], heading=_("number")),
        FieldPanel("chapters"),
        FieldPanel("transcript"),
    )
    translatable_fields = fields(
        translated=("chapters", "transcript"),
        shared=("date", "recording", "season", "number", "guid"),
    )
    template = "newsroom/episode.html"
    parent_page_types = ["nebe_newsroom.Podcast"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("episode")
        verbose_name_plural = _("episodes")

    @property
    def listed_on(self):
        return self.date

    def own_words(self) -> list[str]:
        titles = [each.value["title"] for each in self.chapters]
        return [*titles, *(cue.text for cue in self.cues())]

    def cues(self) -> list:
        """Of a transcript that is none yet, for drafts may be half, nothing."""
        try:
            return cues_of(self.transcript) if self.transcript else []
        except ValueError:
            return []

    def marks(self) -> list[tuple[int, str]]:
        """(second, title) of each chapter, in order."""
        return sorted((clock_seconds(c.value["at"]), c.value["title"]) for c in self.chapters)

    def structured(self) -> dict:
        seconds = self.recording.seconds
        return {
            "episodeNumber": self.number or "",
            "duration": iso_duration(seconds) if seconds else "",
            "partOfSeries": {"@type": "PodcastSeries", "name": self.get_parent().title},
        }

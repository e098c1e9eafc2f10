import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager
from wagtail.admin.panels import FieldPanel

from nebe.core.crypto.fields import EncryptedTextField

from .base import Article, Group, fields, panels
from .gated import Gated
from .points import ChoicesField
from .recordings import Recording


class Story(Gated, Article):
    """What someone lived through. Public only while everyone who is told of agrees."""

    kind = "story"
    icon = "heart"
    schema_type = "Article"

    people = models.TextField(
        _("everyone who is told of"),
        help_text=_(
            "The names as they stand in the story, one on each line. "
            "Everyone needs a consent: record it under “Stories” in the console."
        ),
    )
    shows_people = models.BooleanField(
        _("the pictures show someone of them"),
        default=True,
        help_text=_("Then their consent must cover pictures."),
    )
    recording = models.ForeignKey(
        Recording,
        verbose_name=_("their voice"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Then their consent must cover sound."),
    )

    content_panels = panels(
        Group([FieldPanel("people"), FieldPanel("shows_people")], heading=_("consent")),
        FieldPanel("recording"),
    )
    translatable_fields = fields(shared=("people", "shows_people", "recording"))
    template = "newsroom/story.html"
    parent_page_types = ["nebe_newsroom.Section"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")

    def lacks(self) -> list[str]:
        from ..stories.consents import lacks_of

        return [str(lack) for lack in lacks_of(self)]

    def withheld(self) -> bool:
        """Its last day may be over before a job has seen it."""
        return bool(self.lacks())

    @property
    def names(self) -> list[str]:
        return [name.strip() for name in self.people.splitlines() if name.strip()]

    @property
    def has_pictures(self) -> bool:
        return bool(self.image_id) or any(
            each.block_type == "picture" for each in [*self.body, *self.easy]
        )


class StoryConsent(models.Model):
    """What one person who is told of agreed to, for one story in all its languages."""

    class Covers(models.TextChoices):
        TEXT = "text", _("text")
        PICTURE = "picture", _("pictures")
        SOUND = "sound", _("voice")

    class Given(models.TextChoices):
        PAPER = "paper", _("signed on paper")
        MAIL = "mail", _("by e-mail or message")
        SPOKEN = "spoken", _("spoken, with a witness")
        INTERPRETED = "interpreted", _("signed, read out by an interpreter")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    story = models.UUIDField(db_index=True)  # translation key of the pages
    organisation = models.ForeignKey(
        "nebe_people.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey("nebe_people.Person", on_delete=models.PROTECT, related_name="+")
    appears_as = EncryptedTextField(subject="person_id")
    note = EncryptedTextField(subject="person_id", blank=True, default="")
    covers = ChoicesField(choices=Covers.choices, default=list)
    languages = models.JSONField(default=list)
    until = models.DateField()  # the last day
    given_how = models.CharField(max_length=12, choices=Given.choices)
    given_on = models.DateField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    # Taken back, or over. Some weeks later the row goes.
    ended_at = models.DateTimeField(null=True)
    taken_back = models.BooleanField(default=False)

    objects = ScopedManager(organisation="organisation")

    class Meta:
        ordering = ["recorded_at"]

from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from .base import Article, Group, fields, panels


def same_minute(one: datetime | None, other: datetime | None) -> bool:
    """The form of the CMS knows no seconds."""
    if one is None or other is None:
        return False
    return one.replace(second=0, microsecond=0) == other.replace(second=0, microsecond=0)


class PressRelease(Article):
    """Words for journalists. Until its hour it is published nowhere, in no language."""

    kind = "press"
    icon = "speech"
    schema_type = "NewsArticle"

    date = models.DateField(_("date"), default=timezone.localdate)
    embargo_until = models.DateTimeField(
        _("not before"),
        null=True,
        blank=True,
        help_text=_("Nobody sees it before this hour, also when you publish it now."),
    )
    place = models.CharField(_("place"), max_length=80, blank=True)
    contact = models.TextField(
        _("contact for journalists"),
        blank=True,
        help_text=_("Name and role, phone and e-mail, one on each line."),
    )
    notes = models.TextField(_("notes for editors"), blank=True)
    experts = StreamField(
        [("page", blocks.PageChooserBlock(label=_("expert"), page_type="nebe_newsroom.Expert"))],
        blank=True,
        verbose_name=_("who can say more"),
    )

    content_panels = panels(
        Group(
            [FieldPanel("date"), FieldPanel("place"), FieldPanel("embargo_until")],
            heading=_("when"),
        ),
        FieldPanel("contact"),
        FieldPanel("notes"),
        FieldPanel("experts"),
    )
    translatable_fields = fields(
        translated=("place", "contact", "notes"), shared=("date", "embargo_until", "experts")
    )
    template = "newsroom/press_release.html"
    parent_page_types = ["nebe_newsroom.Section"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("press release")
        verbose_name_plural = _("press releases")

    def save_revision(self, *args, **kwargs):
        """The CMS publishes no revision before the hour that it names.

        The schedule of the CMS names one, too: of both the later counts, and translations get it.
        """
        hours = [at for at in (self.embargo_until, self.planned_for()) if at]
        self.embargo_until = self.go_live_at = max(hours, default=None)
        return super().save_revision(*args, **kwargs)

    def planned_for(self) -> datetime | None:
        """What was typed into the schedule; not what stands there since the last revision."""
        content = self.latest_revision.content if self.latest_revision else {}
        before = self._meta.get_field("go_live_at").to_python(content.get("go_live_at"))
        return None if same_minute(self.go_live_at, before) else self.go_live_at

    @property
    def listed_on(self):
        return self.date

    def own_words(self) -> list[str]:
        return [self.place, self.notes]


class LogoBlock(blocks.StructBlock):
    file = SnippetChooserBlock("nebe_newsroom.Download", label=_("file"))
    licence = blocks.CharBlock(label=_("how it may be used"), max_length=200)

    class Meta:
        icon = "image"
        label = _("logo")


class PhotoBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("image"))
    alt = blocks.CharBlock(label=_("what the image shows"), max_length=200)
    credit = blocks.CharBlock(label=_("who took it"), max_length=120)
    licence = blocks.CharBlock(label=_("how it may be used"), max_length=200)

    class Meta:
        icon = "image"
        label = _("photo")


class PressKit(Article):
    """Who we are in a paragraph of each language, logos and photos to print."""

    kind = "presskit"
    icon = "box"
    schema_type = "WebPage"

    boilerplate = models.TextField(
        _("who we are"), help_text=_("One paragraph that may be printed as it is.")
    )
    logos = StreamField([("logo", LogoBlock())], blank=True, verbose_name=_("logos"))
    photos = StreamField([("photo", PhotoBlock())], blank=True, verbose_name=_("photos"))

    content_panels = panels(FieldPanel("boilerplate"), FieldPanel("logos"), FieldPanel("photos"))
    translatable_fields = fields(translated=("boilerplate", "logos", "photos"))
    template = "newsroom/press_kit.html"
    parent_page_types = ["nebe_newsroom.HomePage", "nebe_newsroom.PlainPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("press kit")
        verbose_name_plural = _("press kits")

    def own_words(self) -> list[str]:
        return [self.boilerplate]

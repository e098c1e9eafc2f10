"""Pages and news: public content only, never a word about a person who needs help."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from nebe.core.texts import normalise

from .blocks import BODY, LinkBlock


class NewsroomPage(Page):
    """What all our pages share. The slug is the same in every language, so links survive
    a change of language."""

    promote_panels = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")]
        )
    ]
    settings_panels: list = []
    promoted = [
        SynchronizedField("slug"),
        TranslatableField("seo_title"),
        TranslatableField("search_description"),
    ]

    class Meta:
        abstract = True


class HomePage(NewsroomPage):
    """The words of a language's home page; the portal sets them among doors and categories."""

    hero_text = models.TextField(
        _("what this site is"), help_text=_("One or two short sentences. Plain words."), blank=True
    )
    intro = models.TextField(_("short introduction"), blank=True)
    emergency_note = models.TextField(
        _("note beside the emergency numbers"), blank=True, max_length=300
    )
    links = StreamField([("link", LinkBlock())], blank=True, max_num=6, verbose_name=_("links"))

    content_panels = Page.content_panels + [
        FieldPanel("hero_text"),
        FieldPanel("intro"),
        FieldPanel("emergency_note"),
        FieldPanel("links"),
    ]
    # The homes of all languages are neighbours in the tree: each keeps a slug of its own.
    translatable_fields = [
        TranslatableField("title"),
        TranslatableField("hero_text"),
        TranslatableField("intro"),
        TranslatableField("emergency_note"),
        TranslatableField("links"),
        TranslatableField("seo_title"),
        TranslatableField("search_description"),
    ]
    template = "newsroom/home_preview.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["nebe_newsroom.PlainPage", "nebe_newsroom.NewsIndex"]

    class Meta:
        verbose_name = _("home page")


class Article(NewsroomPage):
    """A page with a summary and a body, found by the search of the site."""

    summary = models.TextField(
        _("summary"), blank=True, max_length=400, help_text=_("One or two sentences.")
    )
    body = StreamField(BODY, blank=True, verbose_name=_("body"))
    # Normalised stems, as the search of the whole site compares them.
    search_text = models.TextField(blank=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        self.search_text = self.words()
        super().save(*args, **kwargs)

    def words(self) -> str:
        """Stems of everything a reader sees, framed by blanks: ` stem stem `."""
        body = self.body.stream_block.get_searchable_content(self.body)
        return f" {normalise.search_text(self.title, self.summary, *map(str, body))} "


class PlainPage(Article):
    content_panels = Page.content_panels + [FieldPanel("summary"), FieldPanel("body")]
    translatable_fields = [
        TranslatableField("title"),
        TranslatableField("summary"),
        TranslatableField("body"),
        *NewsroomPage.promoted,
    ]
    template = "newsroom/plain_page.html"
    parent_page_types = ["nebe_newsroom.HomePage", "nebe_newsroom.PlainPage"]
    subpage_types = ["nebe_newsroom.PlainPage"]

    class Meta:
        verbose_name = _("page")


class NewsIndex(NewsroomPage):
    content_panels = Page.content_panels
    translatable_fields = [TranslatableField("title"), *NewsroomPage.promoted]
    template = "newsroom/news_index.html"
    max_count_per_parent = 1
    parent_page_types = ["nebe_newsroom.HomePage"]
    subpage_types = ["nebe_newsroom.NewsItem"]

    class Meta:
        verbose_name = _("news")


class NewsItem(Article):
    class Topic(models.TextChoices):
        HELP = "help", _("Help")
        ADVICE = "advice", _("Advice")
        EVENTS = "events", _("Events")
        VOLUNTEERS = "volunteers", _("Volunteers")
        NETWORK = "network", _("Network")

    date = models.DateField(_("date"), default=timezone.localdate)
    topic = models.CharField(
        _("topic"), max_length=20, choices=Topic.choices, default=Topic.NETWORK
    )
    image = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    image_alt = models.CharField(_("what the image shows"), max_length=200, blank=True)

    content_panels = Page.content_panels + [
        FieldPanel("date"),
        FieldPanel("topic"),
        FieldPanel("summary"),
        FieldPanel("image"),
        FieldPanel("image_alt"),
        FieldPanel("body"),
    ]
    translatable_fields = [
        TranslatableField("title"),
        TranslatableField("summary"),
        TranslatableField("body"),
        TranslatableField("image_alt"),
        SynchronizedField("date"),
        SynchronizedField("topic"),
        SynchronizedField("image"),
        *NewsroomPage.promoted,
    ]
    template = "newsroom/news_item.html"
    parent_page_types = ["nebe_newsroom.NewsIndex"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("news item")
        indexes = [models.Index(fields=["-date"])]

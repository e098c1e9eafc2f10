from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from ..blocks import LinkBlock
from .base import NewsroomPage


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

    class Meta:
        verbose_name = _("home page")


class KindSelect(forms.Select):
    def __init__(self, attrs=None):
        from ..kinds import labels

        super().__init__(attrs, choices=labels())


class Section(NewsroomPage):
    """The list of all pages of one kind, with filters and a feed."""

    kind = models.CharField(_("what it lists"), max_length=20, default="news")
    intro = models.TextField(_("short introduction"), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("kind", widget=KindSelect),
        FieldPanel("intro"),
    ]
    translatable_fields = [
        TranslatableField("title"),
        TranslatableField("intro"),
        SynchronizedField("kind"),
        *NewsroomPage.promoted,
    ]
    template = "newsroom/section.html"
    parent_page_types = ["nebe_newsroom.HomePage", "nebe_newsroom.PlainPage"]

    class Meta:
        verbose_name = _("section")

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from .base import Article, fields, panels


class NewsItem(Article):
    kind = "news"
    icon = "news"
    schema_type = "NewsArticle"

    date = models.DateField(_("date"), default=timezone.localdate)

    content_panels = panels(FieldPanel("date"))
    translatable_fields = fields(shared=("date",))
    template = "newsroom/article.html"
    parent_page_types = ["nebe_newsroom.Section", "nebe_newsroom.OrganisationPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news")
        indexes = [models.Index(fields=["-date"])]

    @property
    def listed_on(self):
        return self.date

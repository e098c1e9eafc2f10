from django.utils.translation import gettext_lazy as _

from .base import Article, fields, panels


class PlainPage(Article):
    """A page that is of no other kind."""

    kind = "page"
    icon = "doc"
    schema_type = "WebPage"

    content_panels = panels()
    translatable_fields = fields()
    template = "newsroom/article.html"
    parent_page_types = ["nebe_newsroom.HomePage", "nebe_newsroom.PlainPage"]

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")

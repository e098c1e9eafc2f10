from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from .base import Article, Group, fields, panels


class Campaign(Article):
    """One matter that the network tells everyone: a page, banners, short links, and their reach."""

    kind = "campaign"
    icon = "star"
    day_on_cards = False
    schema_type = "WebPage"

    slogan = models.CharField(
        _("slogan"), max_length=90, help_text=_("Stands on the banners. Short, for it is small.")
    )
    call = models.CharField(_("words on the button"), max_length=24)
    target = models.CharField(
        _("where the button leads"),
        max_length=300,
        blank=True,
        validators=[
            RegexValidator(
                r"^(/(?!/)|https://)", _("Begin with / for a page of this site, or with https://.")
            )
        ],
    )
    ends_on = models.DateField(_("last day"), null=True, blank=True)

    content_panels = panels(
        Group([FieldPanel("slogan"), FieldPanel("call")], heading=_("banners")),
        FieldPanel("target"),
        FieldPanel("ends_on"),
    )
    translatable_fields = fields(translated=("slogan", "call"), shared=("target", "ends_on"))
    template = "newsroom/campaign.html"
    parent_page_types = ["nebe_newsroom.Section"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")

    @property
    def listed_until(self):
        return self.ends_on

    def own_words(self) -> list[str]:
        return [self.slogan]


class ShortLink(models.Model):
    """`/go/<code>/` leads to a campaign; one for each place where it is put up."""

    code = models.SlugField(_("code"), max_length=24, unique=True)
    campaign = models.UUIDField(db_index=True)  # translation key of the pages
    label = models.CharField(_("where it is put up"), max_length=120)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at"]

    def __str__(self) -> str:
        return self.code


class Reach(models.Model):
    """How often on one day: a banner shown (`banner/300x250/cs`), a short link followed."""

    campaign = models.UUIDField()
    what = models.CharField(max_length=60)
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["day", "what"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "day", "what"], name="reach_once")
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.day}"

"""Voluntary return: how it works, what one has a right to, whom to ask."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from .base import Article, fields, panels
from .guides import StepByStep
from .infoline import countries


class VoluntaryReturn(StepByStep, Article):
    """Going back by one's own will, from one country. The page itself says that nobody must."""

    kind = "return"
    icon = "heart"
    day_on_cards = False
    schema_type = "HowTo"
    easy_is_all = True

    country = models.CharField(
        _("country"),
        max_length=2,
        choices=countries,
        default="CZ",
        help_text=_("From where people return; its counselling points are offered."),
    )
    rights = models.TextField(_("rights"), help_text=_("One thing on each line."))
    support = models.TextField(
        _("what is paid and arranged"), blank=True, help_text=_("One thing on each line.")
    )
    content_panels = panels(
        FieldPanel("country"),
        FieldPanel("steps"),
        FieldPanel("rights"),
        FieldPanel("support"),
        *StepByStep.checked_panels,
    )
    translatable_fields = fields(
        translated=(*StepByStep.steps_translated, "rights", "support"),
        shared=("country", "verified_on"),
    )
    template = "newsroom/return.html"
    parent_page_types = ["nebe_newsroom.Section"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("voluntary return")
        verbose_name_plural = _("voluntary return")

    @property
    def listed_on(self) -> date:
        return self.verified_on or super().listed_on

    def own_words(self) -> list[str]:
        return [*super().own_words(), self.rights, self.support]

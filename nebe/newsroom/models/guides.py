from datetime import date
from typing import Any

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from ..blocks import INLINE
from .base import Article, Fact, Filter, Group, fields, panels
from .infoline import countries


class StepBlock(blocks.StructBlock):
    condition = blocks.CharBlock(
        label=_("only if"),
        required=False,
        max_length=200,
        help_text=_("For example: if you have temporary protection"),
    )
    title = blocks.CharBlock(label=_("what to do"), max_length=200)
    text = blocks.RichTextBlock(label=_("how"), features=INLINE, required=False)

    class Meta:
        icon = "list-ol"
        label = _("step")


class SourceBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("law or source"), max_length=200)
    address = blocks.URLBlock(label=_("address"), required=False)
    as_of = blocks.DateBlock(label=_("as it stood on"))

    class Meta:
        icon = "doc-full"
        label = _("source")


class StepByStep(models.Model):
    """Steps with conditions, checked against the law on a day."""

    steps = StreamField([("step", StepBlock())], verbose_name=_("steps"))
    sources = StreamField([("source", SourceBlock())], blank=True, verbose_name=_("sources"))
    verified_on = models.DateField(_("verified on"), null=True, blank=True)
    verified_by = models.CharField(
        _("verified by"), max_length=200, blank=True, help_text=_("A role or an organisation.")
    )

    checked_panels = [
        FieldPanel("sources"),
        Group([FieldPanel("verified_on"), FieldPanel("verified_by")], heading=_("verified")),
    ]
    steps_translated = ("steps", "sources", "verified_by")

    class Meta:
        abstract = True

    def card_facts(self) -> list[Fact]:
        return [("checked", self.verified_on.isoformat())] if self.verified_on else []

    @classmethod
    def fact_told(cls, name: str, *values: Any) -> str:
        return gettext("Checked on %(day)s") % {"day": date_format(date.fromisoformat(values[0]))}

    def own_words(self) -> list[str]:
        return [
            str(text)
            for step in self.steps
            for text in (step.value["condition"], step.value["title"], step.value["text"])
        ]

    def structured(self) -> dict:
        return {
            "step": [
                {"@type": "HowToStep", "position": number, "name": step.value["title"]}
                for number, step in enumerate(self.steps, start=1)
            ]
        }


class Guide(StepByStep, Article):
    """Step by step through one matter."""

    kind = "guide"
    icon = "book"
    schema_type = "HowTo"
    easy_is_all = True  # it says the steps in other words
    day_on_cards = False

    country = models.CharField(
        _("country"),
        max_length=2,
        choices=countries,
        blank=True,
        help_text=_("Leave it empty where the steps are the same in each country."),
    )

    content_panels = panels(FieldPanel("country"), FieldPanel("steps"), *StepByStep.checked_panels)
    translatable_fields = fields(
        translated=StepByStep.steps_translated, shared=("country", "verified_on")
    )
    template = "newsroom/guide.html"
    parent_page_types = ["nebe_newsroom.Section"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("information for migrants")

    @classmethod
    def filters(cls) -> list[Filter]:
        return [Filter("country", _("Country"), countries())]

    @property
    def listed_on(self) -> date:
        return self.verified_on or super().listed_on

    def own_facets(self) -> list[tuple[str, str]]:
        """Without a country it is for people in each of them."""
        held = [self.country] if self.country else [code for code, _name in countries()]
        return [("country", code) for code in held]

    def card_facts(self) -> list[Fact]:
        return [*([("country", self.country)] if self.country else []), *super().card_facts()]

    @classmethod
    def fact_told(cls, name: str, *values: Any) -> str:
        if name == "country":
            return str(dict(countries())[values[0]])
        return super().fact_told(name, *values)

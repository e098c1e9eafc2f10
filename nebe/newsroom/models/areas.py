"""What the network works on: areas of work, and what is done or was done in them."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import date_format, get_format
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from nebe.core.texts.sentences import within
from nebe.core.texts.translated import Text

from .base import Article, Fact, Filter, Group, fields, panels
from .funders import Funder
from .listed import Listed


def pages_of(stream) -> list[Article]:
    """The pages that a stream of page choosers names; those deleted are left out."""
    return [child.value for child in stream if child.value]


class Area(Article):
    """A field in which the network works, such as integration or return."""

    kind = "area"
    icon = "globe"
    schema_type = "WebPage"
    dated = False

    goals = models.TextField(
        _("what we want to reach"), blank=True, help_text=_("One thing on each line.")
    )

    content_panels = panels(FieldPanel("goals"))
    translatable_fields = fields(translated=("goals",))
    template = "newsroom/area.html"
    parent_page_types = ["nebe_newsroom.Section"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("area of work")
        verbose_name_plural = _("areas of work")

    def own_words(self) -> list[str]:
        return [self.goals]


class Activity(Article):
    """A project or a lasting service: from when to when, with whom, who pays."""

    kind = "activity"
    icon = "flag"
    day_on_cards = False
    schema_type = "WebPage"

    starts = models.DateField(_("began on"))
    ends = models.DateField(
        _("ends on"), null=True, blank=True, help_text=_("Empty where no end is planned.")
    )
    areas = StreamField(
        [("area", blocks.PageChooserBlock("nebe_newsroom.Area", label=_("area of work")))],
        blank=True,
        verbose_name=_("areas of work"),
    )
    partners = StreamField(
        [
            (
                "partner",
                blocks.PageChooserBlock("nebe_newsroom.OrganisationPage", label=_("partner")),
            )
        ],
        blank=True,
        verbose_name=_("partners"),
    )
    funders = ParentalManyToManyField(
        Funder,
        verbose_name=_("paid by"),
        blank=True,
        related_name="activities",
        help_text=_("What each of them asks to be said is shown on the page."),
    )
    results = models.TextField(
        _("what came of it"), blank=True, help_text=_("One thing on each line.")
    )

    content_panels = panels(
        Group([FieldPanel("starts"), FieldPanel("ends")], heading=_("dates")),
        FieldPanel("areas"),
        FieldPanel("partners"),
        FieldPanel("funders", widget=forms.CheckboxSelectMultiple),
        FieldPanel("results"),
    )
    translatable_fields = fields(
        translated=("results",), shared=("starts", "ends", "areas", "partners", "funders")
    )
    template = "newsroom/activity.html"
    parent_page_types = ["nebe_newsroom.Section"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")

    def clean(self):
        super().clean()
        if self.starts and self.ends and self.ends < self.starts:
            raise ValidationError({"ends": _("It cannot end before it began.")})

    @property
    def listed_on(self) -> date:
        return self.starts

    @property
    def listed_until(self) -> date | None:
        return self.ends

    def card_facts(self) -> list[Fact]:
        days = [day.isoformat() for day in (self.starts, self.ends) if day]
        return [("months", *days)]

    @classmethod
    def fact_told(cls, name: str, *values: Any) -> str:
        days = [date.fromisoformat(day) for day in values]
        if len(days) == 1:  # "E" is the month as it stands behind a preposition
            month = date_format(days[0], get_format("YEAR_MONTH_FORMAT").replace("F", "E"))
            return gettext("since %(day)s") % {"day": within(month)}
        return " – ".join(within(date_format(day, "YEAR_MONTH_FORMAT")) for day in days)

    @classmethod
    def filters(cls) -> list[Filter]:
        areas = Listed.objects.filter(reader=get_language() or "en", kind="area")
        names = [(str(a.key), Text(a.title, a.language)) for a in areas.order_by("title")]
        return [Filter("area", _("Area of work"), names)]

    def own_facets(self) -> list[tuple[str, str]]:
        areas = [("area", str(page.translation_key)) for page in pages_of(self.areas)]
        partners = [("partner", str(page.translation_key)) for page in pages_of(self.partners)]
        slugs = [page.specific.organisation_slug for page in pages_of(self.partners)]
        return areas + partners + [("organisation", slug) for slug in slugs if slug]

    def own_words(self) -> list[str]:
        return [self.results, *(page.title for page in pages_of(self.partners))]

    def structured(self) -> dict:
        return {
            "mainEntity": {
                "@type": "Project",
                "name": self.title,
                "foundingDate": self.starts.isoformat(),
                **({"dissolutionDate": self.ends.isoformat()} if self.ends else {}),
                "member": [
                    {"@type": "Organization", "name": page.title}
                    for page in pages_of(self.partners)
                ],
                "funder": [
                    {"@type": "Organization", "name": funder.name} for funder in self.funders.all()
                ],
            }
        }

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from nebe.core.places.countries import COUNTRIES

from ..contact_blocks import NUMBERS, slot_of, specification
from .base import Article, Fact, Group, fields, panels
from .opening import Opening


def countries() -> list[tuple[str, Any]]:
    return [(country.code, country.name) for country in COUNTRIES.values()]


class Infoline(Opening, Article):
    """A telephone line where people help in several languages."""

    kind = "infoline"
    icon = "phone"
    schema_type = "Service"
    is_work = False
    dated = False

    country = models.CharField(
        _("country"),
        max_length=2,
        choices=countries,
        default="CZ",
        help_text=_("It is closed on the public holidays of this country."),
    )
    numbers = StreamField(NUMBERS, verbose_name=_("numbers"))
    can_do = models.TextField(_("what it can do"), help_text=_("One thing on each line."))
    cannot_do = models.TextField(_("what it cannot do"), help_text=_("One thing on each line."))
    content_panels = panels(
        FieldPanel("country"),
        FieldPanel("numbers"),
        FieldPanel("can_do"),
        FieldPanel("cannot_do"),
        Group(Opening.closed_panels, heading=_("closed")),
    )
    translatable_fields = fields(
        translated=("numbers", "can_do", "cannot_do"),
        shared=("country", *Opening.closed_fields),
    )
    template = "newsroom/infoline.html"
    parent_page_types = ["nebe_newsroom.Section"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("infoline")
        verbose_name_plural = _("infolines")

    def own_words(self) -> list[str]:
        labels = [each.value["label"] for each in self.numbers]
        return [*labels, self.can_do, self.cannot_do]

    def card_facts(self) -> list[Fact]:
        return [each.value["number"] for each in self.numbers]

    def structured(self) -> dict:
        return {
            "availableChannel": [
                {
                    "@type": "ServiceChannel",
                    "servicePhone": {
                        "@type": "ContactPoint",
                        "contactType": each.value["label"],
                        "telephone": each.value["number"],
                        "hoursAvailable": [
                            specification(slot_of(hours)) for hours in each.value["hours"]
                        ],
                        "availableLanguage": sorted(
                            {code for hours in each.value["hours"] for code in hours["languages"]}
                        ),
                    },
                }
                for each in self.numbers
            ]
        }

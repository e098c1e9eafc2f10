from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from ..tender_blocks import AWARDS, DOCUMENTS, LOTS
from .base import Article, Fact, Filter, Group, fields, panels
from .deadlines import WithDeadline
from .organisations import organisation_field
from .vacancies import Currency, amount_told


class Tender(WithDeadline, Article):
    """A purchase that is announced: each publication is one release in OCDS, see `procurement`."""

    kind = "tender"
    icon = "scale"
    day_on_cards = False

    class Stage(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("tender", "planned")
        OPEN = "open", pgettext_lazy("tender", "open")
        AWARDED = "awarded", pgettext_lazy("tender", "awarded")
        CANCELLED = "cancelled", pgettext_lazy("tender", "cancelled")
        UNSUCCESSFUL = "unsuccessful", pgettext_lazy("tender", "ended without a supplier")

    class Procedure(models.TextChoices):
        OPEN = "open", _("anyone may bid")
        SELECTIVE = "selective", _("those who qualify are invited")
        LIMITED = "limited", _("some suppliers are invited")
        DIRECT = "direct", _("one supplier without competition")

    class Category(models.TextChoices):
        GOODS = "goods", _("goods")
        SERVICES = "services", _("services")
        WORKS = "works", _("construction works")

    buyer = organisation_field(_("buyer"), help_text=_("Empty: the network's office."))
    stage = models.CharField(
        _("stage"), max_length=12, choices=Stage.choices, default=Stage.PLANNED
    )
    procedure = models.CharField(
        _("procedure"), max_length=10, choices=Procedure.choices, default=Procedure.OPEN
    )
    category = models.CharField(_("what is bought"), max_length=10, choices=Category.choices)
    value_amount = models.DecimalField(
        _("expected value without tax"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(
        _("currency"), max_length=3, choices=Currency.choices, default=Currency.CZK
    )
    questions_until = models.DateField(_("questions until"), null=True, blank=True)
    submission = models.TextField(_("how to send a bid"), blank=True)
    lots = StreamField(LOTS, blank=True, verbose_name=_("lots"))
    documents = StreamField(DOCUMENTS, blank=True, verbose_name=_("documents"))
    awards = StreamField(AWARDS, blank=True, verbose_name=_("awards"))
    outcome_reason = models.TextField(
        _("why it is cancelled or ended without a supplier"), blank=True
    )
    change_reason = models.TextField(
        _("what is changed now, and why"),
        blank=True,
        help_text=_("Everyone reads it beside the list of what is different."),
    )

    content_panels = panels(
        Group([FieldPanel("stage"), FieldPanel("change_reason")], heading=_("stage")),
        Group(
            [
                FieldPanel("buyer"),
                FieldPanel("procedure"),
                FieldPanel("category"),
                FieldPanel("value_amount"),
                FieldPanel("currency"),
            ],
            heading=_("purchase"),
        ),
        Group(
            [
                FieldPanel("questions_until"),
                FieldPanel("closes_on"),
                FieldPanel("closes_time"),
                FieldPanel("submission"),
            ],
            heading=_("bids"),
        ),
        FieldPanel("lots"),
        FieldPanel("documents"),
        Group([FieldPanel("awards"), FieldPanel("outcome_reason")], heading=_("outcome")),
    )
    # What holds is said once, in the notice: translations show it from there, with their own words
    # for it while these are not older (`procurement/translated.py`).
    facts_shared = (
        "buyer",
        "stage",
        "procedure",
        "category",
        "value_amount",
        "currency",
        "questions_until",
        "closes_on",
        "closes_time",
        "awards",
        "outcome_reason",
        "change_reason",
    )
    translatable_fields = fields(
        translated=("submission", "lots", "documents"), shared=facts_shared
    )
    template = "newsroom/tender.html"
    parent_page_types = ["nebe_newsroom.Section"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("tender")
        verbose_name_plural = _("tenders")

    def clean(self):
        from ..procurement.rules import tender_check

        super().clean()
        tender_check(self, now=timezone.now())

    @property
    def country(self) -> str:
        return self.buyer.country if self.buyer else settings.COUNTRIES[0]

    @property
    def buyer_name(self) -> str:
        return self.buyer.name if self.buyer else settings.NETWORK_NAME

    @property
    def value(self) -> str:
        if self.value_amount is None:
            return ""
        return f"{amount_told(self.value_amount)} {self.currency}"

    @property
    def listed_until(self):
        """While it is planned it has no last day."""
        return None if self.stage == self.Stage.PLANNED else self.closes_on

    def own_words(self) -> list[str]:
        lots = [text for each in self.lots for text in (each.value["title"], each.value["text"])]
        suppliers = [each.value["supplier"] for each in self.awards]
        return [self.buyer_name, *lots, *suppliers]

    @classmethod
    def filters(cls) -> list[Filter]:
        return [
            Filter("stage", _("Stage"), cls.Stage.choices),
            Filter("category", _("What is bought"), cls.Category.choices),
        ]

    def own_facets(self) -> list[tuple[str, str]]:
        facets = [("stage", str(self.stage)), ("category", str(self.category))]
        return [*facets, ("organisation", self.buyer.slug)] if self.buyer else facets

    def card_facts(self) -> list[Fact]:
        facts: list[Fact] = [self.buyer_name, ("stage", self.stage)]
        if self.value_amount is not None:
            facts.append(("value", str(self.value_amount), self.currency))
        if self.closes_on and self.stage == self.Stage.OPEN:
            facts.append(("closes", self.closes_on.isoformat()))
        return facts

    @classmethod
    def fact_told(cls, name: str, *values: Any) -> str:
        if name == "stage":
            return str(cls.Stage(values[0]).label)
        if name == "value":
            return f"{amount_told(Decimal(values[0]))} {values[1]}"
        day = date_format(date.fromisoformat(values[0]), "DATE_FORMAT")
        return gettext("Bids until %(day)s") % {"day": day}

    def structured(self) -> dict[str, Any]:
        closes = self.closes_at
        item = "Product" if self.category == self.Category.GOODS else "Service"
        demand = {"@type": "Demand", "itemOffered": {"@type": item, "name": self.title}}
        until = {"validThrough": closes.isoformat()} if closes else {}
        return {
            "sourceOrganization": {"@type": "Organization", "name": self.buyer_name},
            "about": demand | until,
        }

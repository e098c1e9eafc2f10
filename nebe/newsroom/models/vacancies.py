from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from nebe.core.places.models import Region

from ..contact_blocks import LANGUAGES
from .base import Article, Fact, Filter, Group, fields, panels
from .deadlines import WithDeadline, range_valid
from .organisations import organisation_field
from .points import ChoicesField


class Currency(models.TextChoices):
    CZK = "CZK", "CZK"
    PLN = "PLN", "PLN"
    EUR = "EUR", "EUR"


class Vacancy(WithDeadline, Article):
    """A job that one can apply for on the site, without an account."""

    kind = "vacancy"
    icon = "person"
    schema_type = "JobPosting"
    is_work = False
    day_on_cards = False

    class Contract(models.TextChoices):
        PERMANENT = "permanent", _("employment without end date")
        FIXED = "fixed", _("employment for a fixed time")
        AGREEMENT = "agreement", _("agreement outside of employment")
        INTERNSHIP = "internship", _("internship")
        VOLUNTEER = "volunteer", _("voluntary work")

    class Per(models.TextChoices):
        HOUR = "HOUR", _("an hour")
        MONTH = "MONTH", _("a month")

    organisation = organisation_field(help_text=_("Empty: the network's office."))
    municipality = models.ForeignKey(
        "nebe_places.Municipality",
        verbose_name=_("town"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    from_home = models.BooleanField(_("partly from home"), default=False)
    contract = models.CharField(_("contract"), max_length=12, choices=Contract.choices)
    hours = models.DecimalField(
        _("hours a week"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    starts_on = models.DateField(_("begins on"), null=True, blank=True)
    pay_from = models.DecimalField(
        _("pay from"), max_digits=9, decimal_places=2, null=True, blank=True
    )
    pay_to = models.DecimalField(_("pay to"), max_digits=9, decimal_places=2, null=True, blank=True)
    currency = models.CharField(
        _("currency"), max_length=3, choices=Currency.choices, default=Currency.CZK
    )
    pay_per = models.CharField(_("pay for"), max_length=5, choices=Per.choices, default=Per.MONTH)
    languages_needed = ChoicesField(
        _("languages needed"),
        choices=LANGUAGES,
        default=list,
        blank=True,
    )

    content_panels = panels(
        Group(
            [
                FieldPanel("organisation"),
                FieldPanel("municipality"),
                FieldPanel("from_home"),
                FieldPanel("contract"),
                FieldPanel("hours"),
                FieldPanel("starts_on"),
                FieldPanel("languages_needed"),
            ],
            heading=_("job"),
        ),
        Group(
            [
                FieldPanel("pay_from"),
                FieldPanel("pay_to"),
                FieldPanel("currency"),
                FieldPanel("pay_per"),
            ],
            heading=_("pay"),
        ),
        Group([FieldPanel("closes_on"), FieldPanel("closes_time")], heading=_("apply")),
    )
    # The same in every language; `followers.py` carries a change over to the translations.
    facts_shared = (
        "organisation",
        "municipality",
        "from_home",
        "contract",
        "hours",
        "starts_on",
        "pay_from",
        "pay_to",
        "currency",
        "pay_per",
        "languages_needed",
        "closes_on",
        "closes_time",
    )
    translatable_fields = fields(shared=facts_shared)
    template = "newsroom/vacancy.html"
    parent_page_types = ["nebe_newsroom.Section", "nebe_newsroom.OrganisationPage"]
    subpage_types: list[str] = []

    EMPLOYMENT = {
        Contract.FIXED: "TEMPORARY",
        Contract.AGREEMENT: "CONTRACTOR",
        Contract.INTERNSHIP: "INTERN",
        Contract.VOLUNTEER: "VOLUNTEER",
    }
    FULL_TIME_HOURS = 35

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")

    def save(self, *args, **kwargs):
        """Who applies is read by the organisation in whose part the job stands."""
        from ..parts.reading import owner_of

        self.organisation = owner_of(self) or self.organisation
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        if self.closes_on is None:
            raise ValidationError({"closes_on": _("Say until when one can apply.")})
        range_valid(self.pay_from, self.pay_to, "pay_to")

    @property
    def country(self) -> str:
        return self.municipality.region.country

    @property
    def listed_until(self):
        return self.closes_on

    @property
    def language_names(self) -> list[Any]:
        return [name for code, name in LANGUAGES if code in self._languages()]

    def _languages(self) -> list[str]:
        return self.languages_needed or []

    @property
    def pay(self) -> str:
        """`38 000–45 000 CZK`; empty where nothing is said."""
        amounts = [each for each in (self.pay_from, self.pay_to) if each is not None]
        return pay_told(self.currency, amounts) if amounts else ""

    def own_words(self) -> list[str]:
        names = [self.organisation.name] if self.organisation else []
        return [self.municipality.name, *names]

    @classmethod
    def filters(cls) -> list[Filter]:
        regions = [(str(region.pk), str(region)) for region in Region.objects.all()]
        return [
            Filter("contract", _("Contract"), cls.Contract.choices),
            Filter("region", _("Region"), regions),
        ]

    def own_facets(self) -> list[tuple[str, str]]:
        facets = [
            ("place", self.municipality_id),
            ("region", self.municipality.region_id),
            ("contract", str(self.contract)),
        ]
        return [*facets, ("organisation", self.organisation.slug)] if self.organisation else facets

    def card_facts(self) -> list[Fact]:
        facts: list[Fact] = [self.municipality.name, ("contract", self.contract)]
        if amounts := [str(each) for each in (self.pay_from, self.pay_to) if each is not None]:
            facts.append(("pay", self.currency, *amounts))
        if self.closes_on:
            facts.append(("closes", self.closes_on.isoformat()))
        return facts

    @classmethod
    def fact_told(cls, name: str, *values: Any) -> str:
        if name == "contract":
            return str(cls.Contract(values[0]).label)
        if name == "pay":
            return pay_told(values[0], [Decimal(amount) for amount in values[1:]])
        day = date_format(date.fromisoformat(values[0]), "DATE_FORMAT")
        return gettext("Apply until %(day)s") % {"day": day}

    def structured(self) -> dict[str, Any]:
        closes = self.closes_at
        employer = self.organisation.name if self.organisation else settings.NETWORK_NAME
        return {
            "title": self.title,
            "datePosted": self.listed_on.isoformat(),
            "validThrough": closes and closes.isoformat(),
            "directApply": True,
            "employmentType": self.employment_types(),
            "hiringOrganization": {"@type": "Organization", "name": employer},
            "jobLocation": {
                "@type": "Place",
                "address": {
                    "@type": "PostalAddress",
                    "addressLocality": self.municipality.name,
                    "addressCountry": self.country,
                },
            },
            "jobStartDate": self.starts_on and self.starts_on.isoformat(),
            "workHours": str(self.hours) if self.hours is not None else "",
            "baseSalary": self.salary(),
        }

    def employment_types(self) -> list[str]:
        kind = self.EMPLOYMENT.get(self.Contract(self.contract))
        if self.hours is None:
            return [kind] if kind else []
        time = "FULL_TIME" if self.hours >= self.FULL_TIME_HOURS else "PART_TIME"
        return [time, kind] if kind else [time]

    def salary(self) -> dict[str, Any]:
        if self.pay_from is None and self.pay_to is None:
            return {}
        amounts = {"minValue": self.pay_from, "maxValue": self.pay_to}
        value = {name: float(amount) for name, amount in amounts.items() if amount is not None}
        return {
            "@type": "MonetaryAmount",
            "currency": self.currency,
            "value": {"@type": "QuantitativeValue", "unitText": self.pay_per, **value},
        }


def pay_told(currency: str, amounts: Sequence[Decimal]) -> str:
    told = dict.fromkeys(amount_told(amount) for amount in amounts)
    return f"{'–'.join(told)} {currency}"


def amount_told(amount) -> str:
    whole = amount == int(amount)
    return number_format(amount, decimal_pos=0 if whole else 2, force_grouping=True)

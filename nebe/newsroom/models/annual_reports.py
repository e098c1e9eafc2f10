"""What the network did in a year, in figures: people, money, thanks, what the auditor says."""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.snippets.blocks import SnippetChooserBlock

from ..figure_blocks import EXPENSES, FIGURES, INCOME
from ..identifiers import doi_plain, doi_valid
from .base import Article, Fact, Filter, Group, fields, panels
from .publications import encoding_of


class AnnualReport(Article):
    kind = "annual_report"
    icon = "scale"
    schema_type = "Report"
    dated = False
    # What a citation asks of a publication.
    type: ClassVar[str] = "report"
    isbn: ClassVar[str] = ""
    author_names: ClassVar[list] = []
    newest_first: ClassVar[list] = []

    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(1900), MaxValueValidator(2100)]
    )
    published_on = models.DateField(_("published on"), default=date.today)
    publisher = models.CharField(
        _("publisher"), max_length=200, blank=True, help_text=_("Empty: the network.")
    )
    doi = models.CharField("DOI", max_length=200, blank=True, validators=[doi_valid])
    highlights = models.TextField(
        _("the year in a few sentences"), blank=True, help_text=_("One thing on each line.")
    )
    figures = StreamField(FIGURES, blank=True, verbose_name=_("figures"))
    currency = models.CharField(
        _("currency"),
        max_length=3,
        default="CZK",
        validators=[RegexValidator("^[A-Z]{3}$", _("Three capital letters, such as EUR."))],
    )
    income = StreamField(INCOME, blank=True, verbose_name=_("money that came in"))
    expenses = StreamField(EXPENSES, blank=True, verbose_name=_("money that was spent"))
    auditor = models.CharField(_("auditor"), max_length=200, blank=True)
    auditor_statement = models.TextField(_("what the auditor says"), blank=True)
    thanks = models.TextField(_("thanks"), blank=True)
    files = StreamField(
        [("file", SnippetChooserBlock("nebe_newsroom.Download", label=_("file")))],
        blank=True,
        verbose_name=_("files"),
    )

    content_panels = panels(
        Group(
            [
                FieldPanel("year"),
                FieldPanel("published_on"),
                FieldPanel("publisher"),
                FieldPanel("doi"),
            ],
            heading=_("annual report"),
        ),
        FieldPanel("highlights"),
        FieldPanel("figures"),
        Group(
            [FieldPanel("currency"), FieldPanel("income"), FieldPanel("expenses")],
            heading=_("money"),
        ),
        Group([FieldPanel("auditor"), FieldPanel("auditor_statement")], heading=_("auditor")),
        FieldPanel("thanks"),
        FieldPanel("files"),
    )
    translatable_fields = fields(
        translated=("highlights", "figures", "income", "expenses", "auditor_statement", "thanks"),
        shared=("year", "published_on", "publisher", "doi", "currency", "auditor", "files"),
    )
    template = "newsroom/annual_report.html"
    parent_page_types = ["nebe_newsroom.Section"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("annual report")
        verbose_name_plural = _("annual reports")

    @classmethod
    def filters(cls) -> list[Filter]:
        """The year that is told of; the list's own years are those of publishing."""
        years = cls.objects.order_by("-year").values_list("year", flat=True).distinct()
        return [Filter("of_year", _("Year"), [(str(year), str(year)) for year in years])]

    def save(self, *args, **kwargs):
        self.doi = doi_plain(self.doi)
        super().save(*args, **kwargs)

    @property
    def listed_on(self) -> date:
        return self.published_on

    @property
    def total_in(self) -> Decimal:
        return sum((block.value["amount"] for block in self.income), Decimal(0))

    @property
    def total_out(self) -> Decimal:
        return sum((block.value["amount"] for block in self.expenses), Decimal(0))

    @property
    def download_files(self) -> list[Any]:
        return [block.value for block in self.files if block.value]

    def own_words(self) -> list[str]:
        texts = [self.highlights, self.thanks, self.auditor, self.auditor_statement]
        streams = (self.figures, self.income)
        return texts + [
            str(text)
            for stream in streams
            for text in stream.stream_block.get_searchable_content(stream)
        ]

    def own_facets(self) -> list[tuple[str, str]]:
        return [("of_year", str(self.year))]

    def card_facts(self) -> list[Fact]:
        return [str(self.year)]

    def structured(self) -> dict[str, Any]:
        from ..annual_reports import datasets_of

        return {
            "identifier": f"https://doi.org/{self.doi}" if self.doi else "",
            "temporalCoverage": str(self.year),
            "author": {"@type": "Organization", "name": self.publisher or settings.NETWORK_NAME},
            "encoding": encoding_of(self.download_files),
            "hasPart": datasets_of(self),
        }

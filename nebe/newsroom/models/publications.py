from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.snippets.blocks import SnippetChooserBlock

from ..contact_blocks import LANGUAGES
from ..identifiers import doi_plain, doi_valid, isbn_valid
from .base import Article, Fact, Filter, Group, fields, panels
from .points import ChoicesField


class VersionBlock(blocks.StructBlock):
    number = blocks.CharBlock(label=_("version"), max_length=20)
    on = blocks.DateBlock(label=_("of"))
    note = blocks.CharBlock(label=_("what is new"), required=False, max_length=300)
    files = blocks.ListBlock(
        SnippetChooserBlock("nebe_newsroom.Download", label=_("file")), label=_("files"), min_num=1
    )

    class Meta:
        icon = "doc-full"
        label = _("version")


class Publication(Article):
    """Something to read that is more than a page: its files, who wrote it, how to cite it."""

    kind = "publication"
    icon = "books"

    class Type(models.TextChoices):
        REPORT = "report", _("report")
        TOOLKIT = "toolkit", _("toolkit")
        HANDBOOK = "handbook", _("handbook")
        STUDY = "study", _("study")
        POSITION = "position", _("position")
        LETTER = "letter", _("open letter")

    type = models.CharField(_("type"), max_length=10, choices=Type.choices, default=Type.REPORT)
    authors = models.TextField(
        _("authors"),
        blank=True,
        help_text=_("One on each line: “Surname, Name”, or the name of an organisation."),
    )
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(1900), MaxValueValidator(2100)]
    )
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    languages = ChoicesField(_("languages"), choices=LANGUAGES, default=list, blank=True)
    isbn = models.CharField("ISBN", max_length=20, blank=True, validators=[isbn_valid])
    doi = models.CharField("DOI", max_length=200, blank=True, validators=[doi_valid])
    versions = StreamField([("version", VersionBlock())], blank=True, verbose_name=_("versions"))

    content_panels = panels(
        Group(
            [
                FieldPanel("type"),
                FieldPanel("authors"),
                FieldPanel("year"),
                FieldPanel("publisher"),
                FieldPanel("languages"),
                FieldPanel("isbn"),
                FieldPanel("doi"),
            ],
            heading=_("publication"),
        ),
        FieldPanel("versions"),
    )
    translatable_fields = fields(
        translated=("versions",),
        shared=("type", "authors", "year", "publisher", "languages", "isbn", "doi"),
    )
    template = "newsroom/publication.html"
    parent_page_types = ["nebe_newsroom.Section", "nebe_newsroom.OrganisationPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")

    @classmethod
    def filters(cls) -> list[Filter]:
        return [
            Filter("type", _("Type"), cls.Type.choices),
            Filter("language", _("Language"), LANGUAGES),
        ]

    def save(self, *args, **kwargs):
        self.doi = doi_plain(self.doi)
        super().save(*args, **kwargs)

    @property
    def schema_type(self) -> str:  # type: ignore[override]
        types = {"report": "Report", "study": "Report", "handbook": "Book"}
        return types.get(self.type, "CreativeWork")

    @property
    def newest_first(self) -> list[Any]:
        """Values of its versions."""
        return sorted((block.value for block in self.versions), key=lambda each: each["on"])[::-1]

    @property
    def author_names(self) -> list[tuple[str, str]]:
        """(surname, name); an organisation's name with an empty second part."""
        lines = [line.strip() for line in self.authors.splitlines() if line.strip()]
        parts = [line.partition(",") for line in lines]
        return [(surname.strip(), name.strip()) for surname, _comma, name in parts]

    @property
    def authors_shown(self) -> list[str]:
        return [f"{name} {surname}".strip() for surname, name in self.author_names]

    @property
    def listed_on(self) -> date:
        versions = self.newest_first
        return versions[0]["on"] if versions else date(self.year, 1, 1)

    def own_words(self) -> list[str]:
        return [self.authors, self.isbn, self.doi]

    def own_facets(self) -> list[tuple[str, str]]:
        return [("type", self.type), *(("language", code) for code in self.languages)]

    def card_facts(self) -> list[Fact]:
        return [("type", self.type, self.year)]

    @classmethod
    def fact_told(cls, name: str, *values: Any) -> str:
        kind, year = values
        return f"{cls.Type(kind).label}, {year}"

    def structured(self) -> dict[str, Any]:
        versions = self.newest_first
        return {
            "author": [
                {"@type": "Person" if name else "Organization", "name": shown}
                for (_surname, name), shown in zip(
                    self.author_names, self.authors_shown, strict=True
                )
            ],
            "identifier": [
                *([f"https://doi.org/{self.doi}"] if self.doi else []),
                *([f"urn:isbn:{self.isbn}"] if self.isbn else []),
            ],
            "version": versions[0]["number"] if versions else "",
            "encoding": encoding_of(versions[0]["files"] if versions else []),
        }


def encoding_of(files: Iterable[Any]) -> list[dict[str, str]]:
    """Files as schema.org has them; those deleted are left out."""
    from ..downloads import download_address

    return [
        {
            "@type": "MediaObject",
            "name": file.title,
            "contentUrl": download_address(file),
            "encodingFormat": file.content_type,
            "contentSize": str(file.size),
            "inLanguage": file.language,
        }
        for file in files
        if file
    ]

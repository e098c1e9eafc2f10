"""Who pays, and what must be said wherever their money is used."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel

from ..contact_blocks import LANGUAGES
from ..languages import best
from .pictures import Picture, public_picture


class Funder(ClusterableModel):
    """A programme, with the statement that it asks for in each language."""

    code = models.SlugField(_("code"), unique=True, max_length=40)
    name = models.CharField(_("programme"), max_length=200)
    website = models.URLField(_("website"), blank=True)

    panels = [
        FieldPanel("name"),
        FieldPanel("code"),
        FieldPanel("website"),
        InlinePanel("statements", label=_("statement"), min_num=1),
    ]

    class Meta:
        verbose_name = _("funder")
        verbose_name_plural = _("funders")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def statement_in(self, language: str) -> "FunderStatement | None":
        """What is said to a reader of `language`, in the nearest language there is."""
        by_language = {each.language: each for each in self.statements.all()}
        return by_language.get(best(by_language, language) or "")


class FunderStatement(models.Model):
    """The words are always shown, so that the emblem beside them needs no alternative text."""

    funder = ParentalKey(Funder, on_delete=models.CASCADE, related_name="statements")
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGES)
    text = models.TextField(
        _("statement"), max_length=600, help_text=_("Word for word as the funder asks for it.")
    )
    logo = models.ForeignKey(
        "nebe_newsroom.Picture",
        verbose_name=_("emblem"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("In this language, if the funder has one for it."),
    )

    panels = [FieldPanel("language"), FieldPanel("text"), FieldPanel("logo")]

    class Meta:
        verbose_name = _("statement")
        constraints = [
            models.UniqueConstraint(fields=["funder", "language"], name="statement_once")
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def emblem(self) -> Picture | None:
        return public_picture(self.logo)

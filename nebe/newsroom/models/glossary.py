from django.conf import settings
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel


class Term(ClusterableModel):
    """A word of law or of the network that has one right translation in each language."""

    class Field(models.TextChoices):
        LAW = "law", _("law")
        NETWORK = "network", _("the network")

    code = models.SlugField(
        _("code"), unique=True, max_length=60, help_text=_("In tables; it stays the same.")
    )
    field = models.CharField(_("field"), max_length=10, choices=Field.choices, default=Field.LAW)
    public = models.BooleanField(
        _("explained to everyone"),
        default=False,
        help_text=_("On the page “Words explained”, in each language that says what it means."),
    )
    note = models.TextField(_("note for translators"), blank=True, max_length=1000)

    panels = [
        FieldPanel("code"),
        FieldPanel("field"),
        FieldPanel("public"),
        FieldPanel("note"),
        InlinePanel("words", heading=capfirst(_("in each language")), label=_("language")),
    ]

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("glossary")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class TermWord(models.Model):
    term = ParentalKey(Term, on_delete=models.CASCADE, related_name="words")
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    text = models.CharField(
        _("term"),
        max_length=200,
        help_text=_("Several that are all right: with a vertical bar between them."),
    )
    definition = models.TextField(_("what it means"), blank=True, max_length=1000)
    forbidden = models.TextField(
        _("not to be used"), blank=True, max_length=1000, help_text=_("One on each line.")
    )

    panels = [
        FieldPanel("language"),
        FieldPanel("text"),
        FieldPanel("definition"),
        FieldPanel("forbidden"),
    ]

    class Meta:
        verbose_name = _("term in a language")
        constraints = [
            models.UniqueConstraint(fields=["term", "language"], name="term_once_per_language")
        ]

    def __str__(self) -> str:
        return self.text

    def variants(self) -> list[str]:
        return variants(self.text)

    def wrong_ones(self) -> list[str]:
        return [each.strip() for each in self.forbidden.splitlines() if each.strip()]


def variants(text: str) -> list[str]:
    """Several words that are all right, as one field holds them."""
    return [each.strip() for each in text.split("|") if each.strip()]

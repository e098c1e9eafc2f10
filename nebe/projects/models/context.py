"""Figures about a country that projects are seen against: as their source publishes them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ContextFigure(models.Model):
    """One value of one year; what the project itself ships has none."""

    class Series(models.TextChoices):
        APPLICATIONS = "applications", _("First applications for asylum")
        REFUGEES = "refugees", _("Refugees in the country at the end of the year")
        ASYLUM_SEEKERS = "asylum_seekers", _("People waiting for a decision on asylum")
        STATELESS = "stateless", _("Stateless people")
        RECOGNISED = "recognised", _("Decisions that recognise refugees")

    country = models.CharField(_("country"), max_length=2)  # ISO 3166-1
    series = models.CharField(_("series"), max_length=20, choices=Series.choices)
    year = models.PositiveSmallIntegerField(_("year"))
    value = models.PositiveBigIntegerField(_("value"))
    source = models.CharField(_("source"), max_length=200)
    licence = models.CharField(_("licence"), max_length=200)
    loaded_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["country", "series", "year"]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "series", "year"], name="one_figure_a_country_and_year"
            )
        ]

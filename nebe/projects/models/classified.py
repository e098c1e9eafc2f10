"""What a project is about and where: sectors, marks, countries, regions, places."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .columns import percentage, records, text, words
from .projects import Project


class Sector(models.Model):
    """Vocabulary "1" (the default) is that of the OECD DAC with five digits."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="sectors")
    vocabulary = text()
    vocabulary_uri = text()
    code = text()
    percentage = percentage()
    text = words()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["vocabulary", "code"], name="sector_by_code")]


class ProjectTag(models.Model):
    """Vocabularies "2" and "3" are goals and targets of the United Nations."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="tags")
    vocabulary = text()
    vocabulary_uri = text()
    code = text()
    text = words()

    class Meta:
        ordering = ["pk"]


class Territory(models.Model):
    """A country (ISO 3166-1) or a region of the world that a project is for."""

    class Level(models.TextChoices):
        COUNTRY = "country", _("country")
        REGION = "region", _("region of the world")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="territories")
    level = models.CharField(max_length=10, choices=Level.choices)
    code = text()
    vocabulary = text()
    vocabulary_uri = text()
    percentage = percentage()
    text = words()

    class Meta:
        ordering = ["pk"]


class Location(models.Model):
    """A place of a project; `region` and `municipality` are ours where they could be told."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="locations")
    region = models.ForeignKey(
        "nebe_places.Region", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    municipality = models.ForeignKey(
        "nebe_places.Municipality",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    ref = text()
    reach = text()
    ids = records()
    name = words()
    description = words()
    activity_description = words()
    administratives = records()
    srs = text()
    position = text()  # latitude and longitude in WGS 84 degrees, as the file writes them
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    exactness = text()
    location_class = text()
    feature = text()

    class Meta:
        ordering = ["pk"]

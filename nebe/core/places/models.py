"""Countries' regions, districts and municipalities: data per country, built by a script."""

from django.db import models
from django.utils.translation import get_language


class Region(models.Model):
    """A first-level unit (kraj, województwo, oblast) as ISO 3166-2 names it."""

    code = models.CharField(max_length=12, primary_key=True)
    country = models.CharField(max_length=2)
    name = models.CharField(max_length=100)
    names = models.JSONField(default=dict)

    class Meta:
        ordering = ["country", "name"]

    def __str__(self):
        return self.name


class Municipality(models.Model):
    """A town or village; `latitude`/`longitude` in WGS 84 degrees."""

    code = models.CharField(max_length=24, primary_key=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT)
    district = models.CharField(max_length=100, blank=True)
    name = models.CharField(max_length=120)
    names = models.JSONField(default=dict)  # language → name, where it has another one there
    latitude = models.FloatField()
    longitude = models.FloatField()
    # True where the coordinates are the district's mean, not the municipality's own.
    approximate = models.BooleanField(default=False)
    population = models.PositiveIntegerField(default=0)
    # The name with what tells it apart from others of that name; unique within a country.
    label = models.CharField(max_length=200)

    class Meta:
        ordering = ["-population", "name"]

    def __str__(self):
        return self.label

    @property
    def local_name(self) -> str:
        """The name as a reader of the active language knows it."""
        return self.names.get((get_language() or "en").split("-")[0], self.name)


class PrefixField(models.CharField):
    """Compared byte by byte on both databases, so that an index finds the words that begin so."""

    def db_parameters(self, connection):
        collation = {"collation": "C"} if connection.vendor == "postgresql" else {}
        return super().db_parameters(connection) | collation


class PlaceName(models.Model):
    """One folded name, or its part from a later word on, under which a municipality is found."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="found_by"
    )
    key = PrefixField(max_length=120)
    country = models.CharField(max_length=2)
    population = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["key", "country", "-population"], name="place_by_key")]
        constraints = [models.UniqueConstraint(fields=["municipality", "key"], name="one_key_once")]

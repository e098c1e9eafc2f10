"""Countries' regions, districts and municipalities: data per country, built by a script."""

from django.db import models
from django.utils.translation import get_language

CYRILLIC_READERS = {"uk", "ru"}


class Region(models.Model):
    """A first-level unit (kraj, województwo, oblast) as ISO 3166-2 names it."""

    code = models.CharField(max_length=12, primary_key=True)
    country = models.CharField(max_length=2)
    name = models.CharField(max_length=100)
    names = models.JSONField(default=dict)

    class Meta:
        ordering = ["country", "name"]

    def __str__(self):
        return self.names.get((get_language() or "en").split("-")[0], self.name)


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
    # What tells it apart from others of its name in its country: a district, a region, a town.
    qualifier = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-population", "name"]

    def __str__(self):
        return self.label

    def name_in(self, language: str) -> str:
        """The name as its readers know it; Cyrillic is spelled out for who may not read it."""
        language = language.split("-")[0]
        known = self.names.get(language)
        if known or language in CYRILLIC_READERS or not "\u0400" <= self.name[:1] <= "\u04ff":
            return known or self.name
        return self.names.get("en", self.name)

    @property
    def local_name(self) -> str:
        return self.name_in(get_language() or "en")

    @property
    def label(self) -> str:
        """The name in the active language with the one on the signs, told apart from others."""
        name = self.local_name
        both = name if name == self.name else f"{name} ({self.name})"
        return f"{both}, {self.qualifier}" if self.qualifier else both


class PrefixField(models.CharField):
    """Compared byte by byte on both databases, so that an index finds the words that begin so."""

    def db_parameters(self, connection):
        collation = {"collation": "C"} if connection.vendor == "postgresql" else {}
        return super().db_parameters(connection) | collation


class PlaceName(models.Model):
    """One name as it sounds (see `names.py`), or its part from a later word on."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="found_by"
    )
    key = PrefixField(max_length=120)
    # Whether it is a whole name of today; later words and names only known elsewhere come after.
    own = models.BooleanField()
    country = models.CharField(max_length=2)
    population = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["key", "country", "-population"], name="place_by_key")]
        constraints = [models.UniqueConstraint(fields=["municipality", "key"], name="one_key_once")]


class Gazetteer(models.Model):
    """Which state of the committed table is loaded: its SHA-256."""

    name = models.CharField(max_length=40, primary_key=True)
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(auto_now=True)

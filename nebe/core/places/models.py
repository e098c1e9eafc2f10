"""Countries' regions, districts and municipalities: data per country, built by a script."""

from django.db import models


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
    names = models.JSONField(default=dict)
    latitude = models.FloatField()
    longitude = models.FloatField()
    # True where the coordinates are the district's mean, not the municipality's own.
    approximate = models.BooleanField(default=False)
    population = models.PositiveIntegerField(default=0)
    search_text = models.TextField(blank=True)

    class Meta:
        ordering = ["-population", "name"]

    def __str__(self):
        return self.name

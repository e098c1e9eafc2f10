"""By what projects are found: kept beside them, so that the explorer reads one narrow table."""

from django.db import models

from .projects import Project


class Facet(models.Model):
    """`name` is a key of `facets.NAMES`, `value` what is chosen by: a code, a year, an id."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="facets")
    name = models.CharField(max_length=12)
    value = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "value", "project"], name="one_facet_once")
        ]

"""Published projects as the explorer counts them: short numbers instead of names and stems.

A process of the web reads these rows once, keeps them as sets (`selectors/sets.py`) and later
reads only what has a newer version.
"""

import uuid

from django.db import models

from .projects import Project


class Term(models.Model):
    """What projects are found by: a value of a facet, or a stem (`WORD`)."""

    WORD = "word"

    name = models.CharField(max_length=12)
    value = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "value"], name="one_term_once")]


class Listed(models.Model):
    """A project under a number of its own; nothing stands in it unless the project is published."""

    project = models.OneToOneField(
        Project, null=True, on_delete=models.SET_NULL, related_name="listed"
    )
    version = models.BigIntegerField(db_index=True)
    is_public = models.BooleanField(default=False)
    start = models.DateField(null=True)
    end = models.DateField(null=True)
    amount = models.FloatField(null=True)  # see `bands.py`
    # Numbers of terms, as `numpy` keeps them in 32 bits.
    facets = models.BinaryField(default=bytes)
    words = models.BinaryField(default=bytes)


class ListVersion(models.Model):
    """One row: the last version given. Whoever changes the list holds it until the change stands.

    `lineage` is another one in another database, so that what a process keeps of one is not taken
    for the other's.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    lineage = models.UUIDField(default=uuid.uuid4)
    number = models.BigIntegerField(default=0)

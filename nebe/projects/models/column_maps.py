"""Which column of a table is what, as somebody has said it: the next such table is read so."""

from django.db import models


class ColumnMap(models.Model):
    organisation = models.ForeignKey(
        "nebe_people.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    # The titles of the columns as `tables.mapping.key_of_header` makes them one text.
    header = models.CharField(max_length=64)
    columns = models.JSONField()  # {field: index of its column}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "header"], name="one_map_a_header")
        ]

"""The index. All of it can be made again from the offers: `nebe search_index`.

An app of its own, so that its migrations, which speak each database's own SQL, stand alone.
"""

from django.db import models


class SearchDocument(models.Model):
    """One offer: its words, then marks that say where and as what it may be found (`marks.py`).

    The full-text index lies over `tokens`: FTS5 on SQLite, kept by triggers, and a generated
    `tsvector` on PostgreSQL. Rebuilding this table on SQLite needs its triggers made again.
    """

    number = models.IntegerField(primary_key=True)  # Offer.number; the FTS5 rowid
    offer = models.OneToOneField(
        "nebe_exchange.Offer", on_delete=models.CASCADE, related_name="+", editable=False
    )
    tokens = models.TextField()


class SearchEntry(models.Model):
    """One (offer, category, place) with all that a search asks of it, for covering indexes."""

    document = models.ForeignKey(
        SearchDocument, on_delete=models.CASCADE, related_name="entries", db_column="number"
    )
    public = models.BooleanField()
    category = models.CharField(max_length=50)
    cell = models.BigIntegerField()  # of the grid, see `cells.py`
    place = models.CharField(max_length=24, blank=True)
    # The place's unit vector: a straight line between two of them orders as the distance does,
    # by arithmetic that gives the same on both databases. Without a place it is off the sphere,
    # further away than any other.
    x = models.FloatField()
    y = models.FloatField()
    z = models.FloatField()
    reach = models.FloatField()  # how far the helper goes, as a squared chord
    available_from = models.DateField()
    available_until = models.DateField()
    languages = models.CharField(max_length=300)  # " cs uk "
    status = models.CharField(max_length=20)


class SearchPhrase(models.Model):
    """The tokens of a category's name or synonym, in any language."""

    category = models.ForeignKey(
        "nebe_exchange.Category", on_delete=models.CASCADE, related_name="+"
    )
    tokens = models.CharField(max_length=200, db_index=True)


class SearchVector(models.Model):
    """What a public offer means, as numbers that lie close to those of texts that mean the same.

    As much a copy of the text as the tokens are, so there is none of an offer that is not public.
    A job fills the row in; one of another `source` is made anew.
    """

    number = models.IntegerField(primary_key=True)  # Offer.number
    offer = models.OneToOneField(
        "nebe_exchange.Offer", on_delete=models.CASCADE, related_name="+", editable=False
    )
    source = models.CharField(max_length=64)  # hash of the model's name and the text
    vector = models.BinaryField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["number"], name="search_vector_wanted", condition=models.Q(vector=None)
            )
        ]

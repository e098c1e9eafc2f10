from django.db import models
from django.utils.translation import override

from .pictures import Picture, public_picture


class Listed(models.Model):
    """A published article as a reader of one language meets it: in that language, or the nearest.

    Made anew from the pages by `indexing.py`, so that lists, feeds and search need one table.
    """

    reader = models.CharField(max_length=10)  # the language of the reader
    language = models.CharField(max_length=10)  # the language the text is in
    key = models.UUIDField()  # the same for all translations
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    path = models.CharField(max_length=500)  # the address below the language
    title = models.CharField(max_length=255)
    summary = models.TextField(blank=True)
    date = models.DateField()
    until = models.DateField(null=True)
    facts = models.JSONField(default=list)
    image = models.ForeignKey(
        "nebe_newsroom.Picture", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    image_alt = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-date", "title", "key"]
        constraints = [models.UniqueConstraint(fields=["reader", "key"], name="listed_once")]
        indexes = [
            models.Index(fields=["reader", "kind", "-date", "title", "key"]),
            models.Index(fields=["key"]),
            models.Index(fields=["path"]),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def facts_told(self) -> list[str]:
        """Its facts in the language that the text is in."""
        from ..kinds import model_of

        plain = [fact for fact in self.facts if isinstance(fact, str)]
        model = model_of(self.kind)
        if model is None or len(plain) == len(self.facts):
            return plain
        with override(self.language):
            told = [
                fact if isinstance(fact, str) else model.fact_told(*fact) for fact in self.facts
            ]
        return [fact for fact in told if fact]

    @property
    def picture(self) -> Picture | None:
        return public_picture(self.image)

    @property
    def is_fallback(self) -> bool:
        return self.language != self.reader


class Facet(models.Model):
    """What an article is about: `kind` is `topic` or a key of the registry of related links."""

    key = models.UUIDField()  # of the article, in all languages
    kind = models.CharField(max_length=20)
    value = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "kind", "value"], name="facet_once")]
        indexes = [models.Index(fields=["kind", "value", "key"])]

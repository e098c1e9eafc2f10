from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Coverage(models.Model):
    """How one page stands in one language: what is missing, stale, and how hard it is to read.

    Counted anew by `translating/coverage.py`; only `made_from` and `drafted_from` are known
    nowhere else: the state of the original that the published page, or its draft, was made from.
    """

    class State(models.TextChoices):
        SOURCE = "source", pgettext_lazy("page in a language", "original")
        MISSING = "missing", pgettext_lazy("page in a language", "missing")
        MACHINE = "machine", pgettext_lazy("page in a language", "machine's draft")
        TRANSLATING = "translating", pgettext_lazy("page in a language", "in translation")
        PUBLISHED = "published", pgettext_lazy("page in a language", "published")
        STALE = "stale", pgettext_lazy("page in a language", "out of date")

    key = models.UUIDField()  # the same for all translations
    language = models.CharField(max_length=10)
    source_language = models.CharField(max_length=10, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=255, blank=True)  # of the original
    page = models.ForeignKey(
        "wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(
        _("state"), max_length=12, choices=State.choices, default=State.MISSING
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_due = models.BooleanField(default=True)  # to be counted anew
    settled_at = models.DateTimeField(null=True)
    made_from = models.JSONField(null=True)
    drafted_from = models.JSONField(null=True)
    changed_at = models.DateTimeField(null=True)  # when this version was last worked on
    segments = models.PositiveIntegerField(default=0)
    translated = models.PositiveIntegerField(default=0)
    machine = models.PositiveIntegerField(default=0)  # of them, not yet read by anybody
    changed = models.PositiveIntegerField(default=0)  # segments that differ from `made_from`
    wordless = models.PositiveIntegerField(default=0)  # pictures that need words in this language
    words = models.PositiveIntegerField(default=0)
    lix = models.FloatField(null=True)
    word_length = models.FloatField(null=True)  # letters
    sentence_length = models.FloatField(null=True)  # words
    long_sentences = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["title", "key", "language"]
        constraints = [models.UniqueConstraint(fields=["key", "language"], name="covered_once")]
        indexes = [
            models.Index(fields=["language", "state"]),
            models.Index(fields=["is_due"]),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"

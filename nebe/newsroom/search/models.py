"""The index of articles, what lists count, recommended pages, words that nobody found."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from nebe.core.texts.asked import PHRASE_MAX, query_tokens

from ..models import Listed


class SearchedArticle(models.Model):
    """An article as the index knows it, once for all its languages.

    `tokens` are the stems of every language, those of titles again with a mark, and the facets;
    the migration hangs the full-text index of the database on them. Rows are replaced, never
    changed, each under a number of its own (`known.py`).
    """

    key = models.UUIDField(unique=True)  # the same for all translations
    date = models.DateField()
    facets = models.TextField()  # `k:news y:2026 l:cs l:uk t:events p:region:CZ-10`
    tokens = models.TextField()


class ListFacts(models.Model):
    """What the list of one kind has to choose from, counted when something is published.

    To count it for each reader anew takes longer than the rest of the page.
    """

    kind = models.CharField(max_length=20, primary_key=True)
    total = models.PositiveIntegerField()
    facets = models.JSONField(default=dict)  # source → value → how many; `Facet` without pages
    years = models.JSONField(default=dict)  # reader → year → how many
    has_ends = models.BooleanField(default=False)  # whether anything is past some day

    def years_for(self, reader: str) -> list[int]:
        """Years from which there is something, newest first."""
        return sorted(map(int, self.years.get(reader, {})), reverse=True)

    def count_of(self, *, reader: str, topic: str = "", year: int | None = None) -> int | None:
        """How many rows a list narrowed so has; None where it was not counted."""
        if topic and year:
            return None
        if year:
            return self.years.get(reader, {}).get(str(year), 0)
        return self.facets.get("topic", {}).get(topic, 0) if topic else self.total


class Recommended(models.Model):
    """A page that editors put above what the search finds for these words."""

    words = models.CharField(
        _("words"),
        max_length=100,
        help_text=_("What people write, one to four words. Their other forms are meant, too."),
    )
    language = models.CharField(_("language of readers"), max_length=10, choices=settings.LANGUAGES)
    page = models.ForeignKey(
        "wagtailcore.Page", verbose_name=_("page"), on_delete=models.CASCADE, related_name="+"
    )
    tokens = models.CharField(max_length=200, editable=False)

    panels = [FieldPanel("words"), FieldPanel("language"), FieldPanel("page")]

    class Meta:
        verbose_name = _("recommended page")
        verbose_name_plural = _("recommended pages")
        ordering = ["language", "words"]
        constraints = [
            models.UniqueConstraint(fields=["language", "tokens"], name="recommended_once")
        ]

    def __str__(self) -> str:
        return self.words

    def save(self, *args, **kwargs) -> None:
        self.tokens = " ".join(query_tokens(self.words))
        super().save(*args, **kwargs)
        Missed.objects.filter(tokens=self.tokens, language=self.language).update(is_done=True)

    def clean(self) -> None:
        tokens = query_tokens(self.words or "")
        if not 0 < len(tokens) <= PHRASE_MAX:
            raise ValidationError({"words": _("Write one to four words.")})
        same = Recommended.objects.filter(language=self.language, tokens=" ".join(tokens))
        if same.exclude(pk=self.pk).exists():
            raise ValidationError({"words": _("There is a page for these words already.")})
        page = self.page if self.page_id else None
        if page and not Listed.objects.filter(key=page.translation_key).exists():
            raise ValidationError({"page": _("Choose a published page that the search knows.")})


class Missed(models.Model):
    """Words that several people searched for in vain; see `missed.py` for the rule."""

    words = models.CharField(max_length=60)
    language = models.CharField(max_length=10)  # of the page
    tokens = models.CharField(max_length=300)
    is_done = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("search without result")
        verbose_name_plural = _("searches without result")
        constraints = [models.UniqueConstraint(fields=["tokens", "language"], name="missed_once")]

    def __str__(self) -> str:
        return self.words


class MissedWeek(models.Model):
    """How often in the week that begins on this Monday."""

    missed = models.ForeignKey(Missed, on_delete=models.CASCADE, related_name="weeks")
    week = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["missed", "week"], name="missed_week_once")]


class MissedSeed(models.Model):
    """A number that stands for words not yet searched by enough people to be written down."""

    fingerprint = models.CharField(max_length=64, primary_key=True)  # keyed, of words + language
    count = models.PositiveSmallIntegerField(default=1)
    days = models.PositiveSmallIntegerField(default=1)
    shared_days = models.PositiveSmallIntegerField(default=0)  # with more than one network
    last_day = models.DateField(db_index=True)
    on_last_day = models.PositiveSmallIntegerField(default=1)

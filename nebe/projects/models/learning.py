"""What was learnt: lessons and good practices, and how peers of other cities judge a practice."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from nebe.core.texts.translated import Text, pick

from .columns import records, text, words
from .evaluations import Recommendation
from .projects import Project


class Stage(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("lesson or practice", "draft")
    PROPOSED = "proposed", pgettext_lazy("lesson or practice", "waits for the network")
    PUBLISHED = "published", pgettext_lazy("lesson or practice", "published")
    WITHDRAWN = "withdrawn", pgettext_lazy("lesson or practice", "withdrawn")


class Learnt(models.Model):
    """What lessons and practices have in common: written by a member, published by the office."""

    TEXTS: tuple[str, ...] = ()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    stage = models.CharField(
        max_length=10, choices=Stage.choices, default=Stage.DRAFT, db_index=True
    )
    organisation = models.ForeignKey(
        "nebe_people.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    title = words(_("title"))
    themes = records()
    targets = records()
    projects = models.ManyToManyField(Project, blank=True, related_name="%(class)ss")
    search_text = models.TextField(blank=True, editable=False)
    published_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    def __str__(self):
        return str(self.name)

    @property
    def name(self) -> Text:
        return pick(self.title, get_language() or "en")

    def told(self, name: str) -> Text:
        return pick(getattr(self, name), get_language() or "en")


class Lesson(Learnt):
    TEXTS = ("title", "happened", "learnt", "differently")

    happened = words(_("what happened"))
    learnt = words(_("what we learnt"))
    differently = words(_("what to do differently"))
    year = models.PositiveSmallIntegerField(_("year"))

    class Meta:
        ordering = ["-year", "-created_at", "slug"]


class Practice(Learnt):
    TEXTS = ("title", "summary", "how", "costs", "evidence", "transferability")

    place = text(_("city"))
    summary = words(_("summary"))
    how = words(_("how it works"))
    costs = words(_("costs"))
    evidence = words(_("how we know that it works"))
    transferability = words(_("what others need to do the same"))

    class Meta:
        ordering = ["-created_at", "slug"]


class ReviewRound(models.Model):
    """One time that peers judge a practice: open, then closed, then its result is published."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="rounds")
    weights = models.JSONField(default=dict)  # criterion → weight, as they were when it began
    due_on = models.DateField(_("reviews until"))
    opened_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["practice"], condition=models.Q(closed_at=None), name="one_open_round"
            )
        ]


class Review(models.Model):
    """What one organisation's reviewer says; who it was is forgotten with the account."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(ReviewRound, on_delete=models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    organisation = models.ForeignKey(
        "nebe_people.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    country = models.CharField(max_length=2)
    invited_at = models.DateTimeField(auto_now_add=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["invited_at"]
        constraints = [
            models.UniqueConstraint(fields=["round", "organisation"], name="one_review_each")
        ]


class ReviewScore(models.Model):
    """Points for one criterion, why, what the reviewer recommends, and the owner's answer."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="scores")
    criterion = models.CharField(max_length=20)  # a key of `learning.criteria.CRITERIA`
    points = models.PositiveSmallIntegerField(null=True)  # none yet in a review not sent
    reason = words()
    recommendation = words()
    verdict = models.CharField(max_length=10, choices=Recommendation.Verdict.choices, blank=True)
    answer = words()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="one_score_each")
        ]

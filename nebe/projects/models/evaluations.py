"""Evaluations of a project: findings, what they recommend, what the addressed organisation does."""

import uuid
from datetime import date

from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from nebe.core.texts.translated import Text, pick

from .columns import day, records, text, words
from .projects import Project


class Evaluation(models.Model):
    class Kind(models.TextChoices):
        MID_TERM = "mid-term", pgettext_lazy("evaluation", "mid-term")
        FINAL = "final", pgettext_lazy("evaluation", "final")
        EX_POST = "ex-post", pgettext_lazy("evaluation", "after the end (ex-post)")
        INTERNAL = "internal", pgettext_lazy("evaluation", "internal")
        EXTERNAL = "external", pgettext_lazy("evaluation", "external")

    class Stage(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("evaluation", "draft")
        ASKED = "asked", pgettext_lazy("evaluation", "with the organisations for their answers")
        PUBLISHED = "published", pgettext_lazy("evaluation", "published")
        WITHDRAWN = "withdrawn", pgettext_lazy("evaluation", "withdrawn")

    TEXTS = ("title", "summary")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.DRAFT)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="evaluations")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    title = words(_("title"))
    summary = words(_("summary"))
    evaluator = text(_("who evaluated"))  # an organisation or an institution, never a person
    began = day(_("from"))
    ended = day(_("until"))
    report_url = models.URLField(_("report"), max_length=500, blank=True)
    themes = records()
    published_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = [models.F("ended").desc(nulls_last=True), "slug"]  # on both databases

    def __str__(self):
        return str(self.name)

    @property
    def name(self) -> Text:
        return pick(self.title, get_language() or "en")


class Finding(models.Model):
    TEXTS = ("text",)

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="findings")
    text = words(_("finding"))

    class Meta:
        ordering = ["pk"]


class Recommendation(models.Model):
    """What an evaluation recommends to one organisation, and that organisation's answer."""

    class Priority(models.TextChoices):
        HIGH = "1", pgettext_lazy("priority", "high")
        MEDIUM = "2", pgettext_lazy("priority", "medium")
        LOW = "3", pgettext_lazy("priority", "low")

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", pgettext_lazy("recommendation", "accepted")
        PARTLY = "partly", pgettext_lazy("recommendation", "partly accepted")
        REJECTED = "rejected", pgettext_lazy("recommendation", "not accepted")

    TEXTS = ("text",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="recommendations")
    text = words(_("recommendation"))
    priority = models.CharField(_("priority"), max_length=1, choices=Priority.choices)
    organisation = models.ForeignKey(
        "nebe_people.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    answer_by = day(_("answer by"))
    # The answer is theirs alone: kept as a draft until `answered_at` says that it was given.
    verdict = models.CharField(_("answer"), max_length=10, choices=Verdict.choices, blank=True)
    answer = words(_("answer"))
    answered_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["priority", "created_at"]

    def is_late(self, today: date) -> bool:
        return not self.answered_at and bool(self.answer_by and self.answer_by < today)


class Action(models.Model):
    """What an organisation will do about a recommendation: who, in which role, until when.

    A role is an office that people hold in turn, never a name.
    """

    TEXTS = ("text", "role")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.CASCADE, related_name="actions"
    )
    text = words(_("action"))
    organisation = models.ForeignKey(
        "nebe_people.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    role = words(_("role"))
    due_on = models.DateField(_("until"))
    done_on = day(_("done on"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["due_on", "created_at"]

    @property
    def office(self) -> Text:
        return pick(self.role, get_language() or "en")

    def is_late(self, today: date) -> bool:
        return self.done_on is None and self.due_on < today

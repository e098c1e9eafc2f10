"""The tracker of laws: where each one is on its way, and what it changes for whom."""

import uuid
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail_localize.models import TranslationSource

from .base import Article, Fact, Filter, Group, fields, panels
from .guides import SourceBlock
from .infoline import countries


class Stage(models.TextChoices):
    """The way of a law, in its order; the last four end it."""

    PREPARED = "prepared", _("being written")
    COMMENTS = "comments", _("open for comments")
    GOVERNMENT = "government", _("with the government")
    LOWER = "lower", _("in the lower house of parliament")
    UPPER = "upper", _("in the senate")
    PRESIDENT = "president", _("with the president")
    PUBLISHED = "published", _("published, not in force yet")
    FORCE = "force", _("in force")
    ENDED = "ended", _("no longer in force")
    REJECTED = "rejected", _("rejected")
    WITHDRAWN = "withdrawn", _("taken back")


class LawType(models.TextChoices):
    BILL = "bill", _("bill")
    ACT = "act", _("act")
    DECREE = "decree", _("decree")
    POLICY = "policy", _("policy")


class StageBlock(blocks.StructBlock):
    stage = blocks.ChoiceBlock(label=_("stage"), choices=Stage.choices)
    on = blocks.DateBlock(label=_("since"))
    note = blocks.CharBlock(label=_("note"), required=False, max_length=200)

    class Meta:
        icon = "date"
        label = _("stage")


class ChangeBlock(blocks.StructBlock):
    whom = blocks.CharBlock(label=_("for whom"), max_length=120)
    what = blocks.TextBlock(label=_("what changes"))
    since = blocks.DateBlock(label=_("from when"), required=False)

    class Meta:
        icon = "group"
        label = _("change")


class LawForm(WagtailAdminPageForm):
    """Asks anew at each saving whether those who follow the law are to be told."""

    TELL = [
        ("", _("If it has a new stage")),
        ("yes", _("Yes: what we write has changed")),
        ("no", _("No")),
    ]
    tell_followers = forms.ChoiceField(
        label=_("Tell those who follow this law?"),
        help_text=_("They get a mail when this is published."),
        choices=TELL,
        widget=forms.RadioSelect,
        required=False,
    )

    def save(self, commit=True):
        answer = self.cleaned_data.get("tell_followers", "")
        self.instance.tell = uuid.uuid4().hex if answer == "yes" else answer
        return super().save(commit)


class Law(Article):
    """A bill, an act or a policy that is followed.

    Its stages are facts: they are read from the page in the language in which they were written
    first, so that a translation that is behind never shows an old one.
    """

    kind = "law"
    icon = "scale"
    schema_type = "Legislation"
    base_form_class = LawForm
    # A translation is no reason to tell anybody once more.
    exclude_fields_in_copy = ["tell"]

    country = models.CharField(_("country"), max_length=2, choices=countries, default="CZ")
    type = models.CharField(
        _("what it is"), max_length=10, choices=LawType.choices, default=LawType.BILL
    )
    number = models.CharField(
        _("number"), max_length=80, blank=True, help_text=_("Of the print or of the act.")
    )
    stages = StreamField([("stage", StageBlock())], verbose_name=_("stages"))
    changes = StreamField(
        [("change", ChangeBlock())], blank=True, verbose_name=_("what changes for whom")
    )
    sources = StreamField([("source", SourceBlock())], blank=True, verbose_name=_("sources"))
    positions = StreamField(
        [("page", blocks.PageChooserBlock(label=_("page")))],
        blank=True,
        verbose_name=_("what we think of it"),
    )
    verified_on = models.DateField(_("verified on"), null=True, blank=True)
    verified_by = models.CharField(
        _("verified by"), max_length=200, blank=True, help_text=_("A role or an organisation.")
    )
    # "" by a new stage, "no", or a sign of one publishing that followers are told of.
    tell = models.CharField(max_length=32, blank=True, editable=False)

    content_panels = panels(
        Group([FieldPanel("country"), FieldPanel("type"), FieldPanel("number")], heading=_("law")),
        FieldPanel("stages"),
        FieldPanel("tell_followers"),
        FieldPanel("changes"),
        FieldPanel("sources"),
        FieldPanel("positions"),
        Group([FieldPanel("verified_on"), FieldPanel("verified_by")], heading=_("verified")),
    )
    translatable_fields = fields(
        translated=("stages", "changes", "sources", "verified_by"),
        shared=("country", "type", "number", "positions", "verified_on"),
    )
    template = "newsroom/law.html"
    parent_page_types = ["nebe_newsroom.Section"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = pgettext_lazy("page", "law")
        verbose_name_plural = _("laws and policies")

    @classmethod
    def filters(cls) -> list[Filter]:
        return [
            Filter("stage", _("Stage"), Stage.choices),
            Filter("country", _("Country"), countries()),
        ]

    @cached_property
    def original(self) -> "Law":
        """The page that was written first, where it is public; else this one."""
        source = (
            TranslationSource.objects.filter(object_id=self.translation_key).order_by("pk").first()
        )
        if source is None or source.locale_id == self.locale_id:
            return self
        same = Law.objects.live().public().filter(translation_key=self.translation_key)
        return same.filter(locale_id=source.locale_id).first() or self

    @property
    def history(self) -> list[Any]:
        """Its own stages as blocks, oldest first."""
        return sorted(self.stages, key=lambda block: block.value["on"])

    @property
    def current(self) -> Any:
        """The value of the newest stage as the original has it, or None."""
        history = self.original.history
        return history[-1].value if history else None

    @property
    def mark(self) -> str:
        """Which stage it is in since when, to compare."""
        current = self.current
        return f"{current['stage']} {current['on']}" if current else ""

    @property
    def is_behind(self) -> bool:
        """Whether the law has moved since this translation was made."""
        return {block.id for block in self.stages} != {block.id for block in self.original.stages}

    @property
    def listed_on(self) -> date:
        current = self.current
        return current["on"] if current else super().listed_on

    def own_words(self) -> list[str]:
        notes = [block.value["note"] for block in self.stages]
        changes = [
            text for block in self.changes for text in (block.value["whom"], block.value["what"])
        ]
        return [self.number, *notes, *changes]

    def own_facets(self) -> list[tuple[str, str]]:
        current = self.current
        stage = [("stage", current["stage"])] if current else []
        return [("country", self.country), *stage]

    def card_facts(self) -> list[Fact]:
        current = self.current
        stage: list[Fact] = [("stage", current["stage"])] if current else []
        return [*stage, *([("number", self.type, self.number)] if self.number else [])]

    @classmethod
    def fact_told(cls, name: str, *values: Any) -> str:
        if name == "number":
            kind, number = values
            return f"{LawType(kind).label} {number}"
        return str(Stage(values[0]).label)

    def structured(self) -> dict:
        current = self.current
        stage = current["stage"] if current else ""
        force = "InForce" if stage == Stage.FORCE else "NotInForce"
        return {
            "legislationIdentifier": self.number,
            "legislationType": self.type,
            "legislationJurisdiction": self.country,
            "legislationLegalForce": f"https://schema.org/{force}",
            "isBasedOn": [
                block.value["address"] for block in self.sources if block.value["address"]
            ],
        }

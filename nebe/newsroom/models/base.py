"""What all pages share."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PublishingPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from nebe.core.texts import normalise

from ..blocks import BODY, OWN_WORDS
from ..parts.forms import ArticleForm
from ..related import RELATED
from .pictures import Picture, public_picture
from .topics import Topic

# Words of the page, or the name of a fact and its values.
Fact = str | tuple[Any, ...]


@dataclass(frozen=True)
class Filter:
    """A choice by which a kind's list is narrowed: `name` is a source of its `own_facets`."""

    name: str
    label: Any
    choices: Iterable[tuple[str, Any]]


class Group(MultiFieldPanel):
    """Fields below one heading, which begins with a capital letter as their names do."""

    def __init__(self, *args: Any, heading: Any = "", **kwargs: Any):
        super().__init__(*args, heading=capfirst(heading), **kwargs)


class NewsroomPage(Page):
    """The slug is the same in every language, so links survive a change of language."""

    promote_panels = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")]
        )
    ]
    settings_panels = [PublishingPanel()]

    def get_context(self, request, *args, **kwargs):
        """For the preview of the CMS, which knows nothing of our views."""
        from ..views.shows import context_of

        return super().get_context(request, *args, **kwargs) | context_of(request, self)

    def publish(self, revision, **kwargs):
        """Raises `MachineUnseen` where a machine wrote of it and nobody has read that."""
        from ..translating.unseen import publishing_allow

        publishing_allow(self, revision)
        return super().publish(revision, **kwargs)

    promoted = [
        SynchronizedField("slug"),
        TranslatableField("seo_title"),
        TranslatableField("search_description"),
    ]

    class Meta:
        abstract = True


class Article(NewsroomPage):
    """A page with a summary and a body, listed in its section and found by the search.

    Each kind is one subclass: `kind` names it in addresses and lists, `icon` is one of ours,
    `schema_type` a type of schema.org. Its own fields go into `own_fields` (panels of the
    editor's form), those that are translated into `own_translated`, all others of it into
    `own_shared`.
    """

    kind: ClassVar[str] = ""
    icon: ClassVar[str] = "news"
    schema_type: ClassVar[str] = "Article"
    is_work: ClassVar[bool] = True  # for schema.org: something written, not a thing or an event
    # Whether the easy text also stands for what the kind's template puts above the body.
    easy_is_all: ClassVar[bool] = False
    # Whether the list of what is not past begins with what comes first.
    soonest_first: ClassVar[bool] = False
    pictured: ClassVar[bool] = False  # whether its list shows the pictures
    dated: ClassVar[bool] = True  # whether its day means something to readers
    # Whether cards say it beside the facts: not where these say the days that matter.
    day_on_cards: ClassVar[bool] = True

    summary = models.TextField(
        _("summary"), blank=True, max_length=400, help_text=_("One or two sentences.")
    )
    body = StreamField(BODY, blank=True, verbose_name=_("body"))
    easy = StreamField(
        BODY,
        blank=True,
        verbose_name=_("easy to read"),
        help_text=_(
            "The same in short sentences and common words, for people who read with difficulty. "
            "Readers choose it by a link."
        ),
    )
    image = models.ForeignKey(
        "nebe_newsroom.Picture",
        verbose_name=_("image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    image_alt = models.CharField(_("what the image shows"), max_length=200, blank=True)
    topics = ParentalManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="+")
    related = StreamField(RELATED, blank=True, verbose_name=_("what this is about"))
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who looks after this page"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    review_by = models.DateField(
        _("look at it again by"),
        null=True,
        blank=True,
        help_text=_("So that it does not grow old."),
    )
    # Normalised stems, as the search of the whole site compares them.
    search_text = models.TextField(blank=True, editable=False)

    shared_panels = [
        Group(
            [FieldPanel("image"), FieldPanel("image_alt", help_text=OWN_WORDS)], heading=_("image")
        ),
        FieldPanel("topics", widget=forms.CheckboxSelectMultiple),
        FieldPanel("related"),
        Group([FieldPanel("responsible"), FieldPanel("review_by")], heading=_("looked after")),
    ]
    shared_fields = [
        TranslatableField("title"),
        TranslatableField("summary"),
        TranslatableField("body"),
        TranslatableField("easy"),
        TranslatableField("image_alt"),
        SynchronizedField("image"),
        SynchronizedField("topics"),
        SynchronizedField("related"),
        SynchronizedField("responsible"),
        SynchronizedField("review_by"),
        *NewsroomPage.promoted,
    ]

    base_form_class = ArticleForm

    class Meta:
        abstract = True

    @classmethod
    def can_create_at(cls, parent):
        """A section takes what it lists and nothing else."""
        of_section = not isinstance(parent, Article) and getattr(parent, "kind", None)
        return super().can_create_at(parent) and of_section in (False, None, cls.kind)

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | {"topics": self.topics.all()}

    def save(self, *args, **kwargs):
        self.search_text = self.words()
        super().save(*args, **kwargs)

    def words(self) -> str:
        """Stems of everything a reader sees, framed by blanks: ` stem stem `."""
        body = self.body.stream_block.get_searchable_content(self.body)
        easy = self.easy.stream_block.get_searchable_content(self.easy)
        texts = [self.title, self.summary, *map(str, [*body, *easy]), *self.own_words()]
        return f" {normalise.search_text(*texts)} "

    def own_words(self) -> list[str]:
        """What else the search finds of this kind."""
        return []

    @property
    def picture(self) -> Picture | None:
        """Its image, unless that may not be shown."""
        return public_picture(self.image)

    @property
    def listed_on(self) -> date:
        """The day by which lists are sorted, newest first."""
        at = self.first_published_at or self.latest_revision_created_at
        return timezone.localdate(at) if at else date.min

    @property
    def listed_until(self) -> date | None:
        """The last day on which it is not past: a deadline, the day of an event."""
        return None

    @classmethod
    def filters(cls) -> list[Filter]:
        """By what the list of this kind is narrowed, beyond topic and year."""
        return []

    def card_facts(self) -> list[Fact]:
        """Short facts for lists: who, how much, by when.

        What is said otherwise in each language is a name with values, put into words by
        `fact_told` whenever somebody reads the list.
        """
        return []

    @classmethod
    def fact_told(cls, name: str, *values: Any) -> str:
        """One of its facts in the active language; the values are as JSON keeps them."""
        raise NotImplementedError(f"{cls.__name__} tells no {name}")

    def own_facets(self) -> list[tuple[str, str]]:
        """(source, id) that its own fields say it is about, such as its place."""
        return []

    def withheld(self) -> bool:
        """Whether it must not be shown although it is published."""
        return False

    def structured(self) -> dict[str, Any]:
        """What schema.org asks of this kind beyond name, description, language and dates."""
        return {}


def panels(*own: Any) -> list:
    """The editor's form: title and summary, the kind's own fields, the body, the shared rest."""
    return [
        *Page.content_panels,
        FieldPanel("summary"),
        *own,
        FieldPanel("body"),
        FieldPanel("easy"),
        *Article.shared_panels,
    ]


def fields(*, translated: tuple[str, ...] = (), shared: tuple[str, ...] = ()) -> list:
    """The kind's own fields by whether they are translated, with those of every article."""
    return [
        *Article.shared_fields,
        *map(TranslatableField, translated),
        *map(SynchronizedField, shared),
    ]

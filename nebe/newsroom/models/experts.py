"""People whom journalists may ask, and what they were asked."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.admin.panels import FieldPanel

from nebe.core.crypto.fields import EncryptedTextField
from nebe.core.texts.sentences import listed

from ..contact_blocks import LANGUAGES
from .base import Article, Fact, Filter, Group, fields, panels
from .organisations import organisation_field
from .points import ChoicesField


class Expert(Article):
    """Somebody who agreed to be named here. Never with an address or a number: see `asking.py`."""

    kind = "expert"
    icon = "person"
    schema_type = "ProfilePage"

    role = models.CharField(_("role"), max_length=200)
    organisation = organisation_field()
    languages = ChoicesField(_("languages"), choices=LANGUAGES, default=list)
    availability = models.CharField(
        _("when and how"),
        max_length=200,
        blank=True,
        help_text=_("For example: weekday mornings, by phone or in a studio."),
    )
    consent_on = models.DateField(
        _("agreed on"), help_text=_("The day on which this person agreed to be shown here.")
    )
    consent_note = models.CharField(
        _("where the agreement is kept"),
        max_length=200,
        blank=True,
        help_text=_("Not shown to readers."),
    )

    content_panels = panels(
        FieldPanel("role"),
        FieldPanel("organisation"),
        FieldPanel("languages"),
        FieldPanel("availability"),
        Group([FieldPanel("consent_on"), FieldPanel("consent_note")], heading=_("agreement")),
    )
    translatable_fields = fields(
        translated=("role", "availability"),
        shared=("organisation", "languages", "consent_on", "consent_note"),
    )
    template = "newsroom/expert.html"
    parent_page_types = ["nebe_newsroom.Section"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("expert")
        verbose_name_plural = _("experts")

    @classmethod
    def filters(cls) -> list[Filter]:
        return [Filter("speaks", _("Language"), LANGUAGES)]

    def clean(self):
        super().clean()
        if self.consent_on and self.consent_on > timezone.localdate():
            raise ValidationError({"consent_on": _("This day is still to come.")})

    def own_words(self) -> list[str]:
        with override(self.locale.language_code):
            return [self.role, *(str(name) for name in self.language_names)]

    @property
    def language_names(self) -> list[Any]:
        return [name for code, name in LANGUAGES if code in self.languages]

    def own_facets(self) -> list[tuple[str, str]]:
        found = [("speaks", code) for code in self.languages]
        if self.organisation:
            found.append(("organisation", self.organisation.slug))
        return found

    def card_facts(self) -> list[Fact]:
        return [self.role, ("speaks", *self.languages)]

    @classmethod
    def fact_told(cls, name: str, *values: Any) -> str:
        return listed(language for code, language in LANGUAGES if code in values)

    def structured(self) -> dict[str, Any]:
        return {
            "mainEntity": {
                "@type": "Person",
                "name": self.title,
                "jobTitle": self.role,
                "knowsLanguage": list(self.languages),
            }
        }


class ExpertMessage(models.Model):
    """What somebody of the media asks; read by editors, forgotten after a time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.UUIDField()  # of the expert, in all languages
    once = models.CharField(max_length=40, unique=True)
    name = EncryptedTextField(subject="id")
    medium = EncryptedTextField(subject="id", blank=True)
    email = EncryptedTextField(subject="id")
    email_index = models.CharField(max_length=64, db_index=True)
    phone = EncryptedTextField(subject="id", blank=True)
    text = EncryptedTextField(subject="id")
    language = models.CharField(max_length=10)
    answer_by = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

"""The people who work for the network."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.blocks import StreamValue
from wagtail_localize.fields import SynchronizedField

from nebe.core.people.models import Organisation

from ..contact_blocks import DIALLED, LANGUAGES
from .base import Article, Fact, Filter, Group, fields, panels
from .organisations import organisation_field
from .points import ChoicesField


class TeamMember(Article):
    """Somebody who works here. What they did not agree to show is not even kept."""

    kind = "member"
    icon = "person"
    schema_type = "ProfilePage"
    dated = False
    pictured = True

    class Shown(models.TextChoices):
        PORTRAIT = "portrait", _("portrait")
        CONTACT = "contact", _("phone and e-mail")
        LANGUAGES = "languages", _("languages")
        WORDS = "words", _("words about them")

    role = models.CharField(_("role"), max_length=120)
    organisation = organisation_field()
    languages = ChoicesField(_("languages"), choices=LANGUAGES, default=list, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True, validators=[DIALLED])
    email = models.EmailField(_("e-mail"), blank=True)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("their account"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("So that they find this page among what we hold about them."),
    )
    agreed_on = models.DateField(_("agreed on"), help_text=_("When they said yes to this page."))
    agreed_to = ChoicesField(
        _("agreed to show"),
        choices=Shown.choices,
        default=list,
        blank=True,
        help_text=_("Besides name and role. What is not ticked is removed when you save."),
    )
    taken_down_at = models.DateTimeField(null=True, editable=False)

    content_panels = panels(
        FieldPanel("role"),
        FieldPanel("organisation"),
        Group(
            [FieldPanel("agreed_on"), FieldPanel("agreed_to"), FieldPanel("account")],
            heading=_("consent"),
        ),
        FieldPanel("languages"),
        Group([FieldPanel("phone"), FieldPanel("email")], heading=_("contact")),
    )
    # The same in every language, at once: see `team.py`.
    OF_THE_PERSON = (
        *("organisation", "languages", "phone", "email"),
        *("account", "agreed_on", "agreed_to"),
    )
    # A name is no text to translate: it must not stay in the memory of translations.
    translatable_fields = [
        SynchronizedField("title"),
        *fields(translated=("role",), shared=OF_THE_PERSON)[1:],
    ]
    template = "newsroom/member.html"
    parent_page_types = ["nebe_newsroom.Section"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("member of the team")
        verbose_name_plural = _("team")

    def save(self, *args, **kwargs):
        self.drop_what_was_not_agreed()
        super().save(*args, **kwargs)

    def save_revision(self, *args, **kwargs):
        self.drop_what_was_not_agreed()
        return super().save_revision(*args, **kwargs)

    def drop_what_was_not_agreed(self) -> None:
        agreed = set(self.agreed_to)
        if self.Shown.PORTRAIT not in agreed:
            self.image, self.image_alt = None, ""
            pictures_drop(self.body)
            pictures_drop(self.easy)
        if self.Shown.CONTACT not in agreed:
            self.phone = self.email = ""
        if self.Shown.LANGUAGES not in agreed:
            self.languages = []
        if self.Shown.WORDS not in agreed:
            self.summary, self.body, self.easy = "", [], []

    def card_facts(self) -> list[Fact]:
        return [self.role]

    def own_words(self) -> list[str]:
        return [self.role]

    @classmethod
    def filters(cls) -> list[Filter]:
        shown = cls.objects.live().values("organisation")
        offices = Organisation.objects.filter(pk__in=shown).order_by("name")
        return [
            Filter("language", _("Language"), LANGUAGES),
            Filter("organisation", _("Organisation"), [(one.slug, one.name) for one in offices]),
        ]

    def own_facets(self) -> list[tuple[str, str]]:
        spoken = [("language", code) for code in self.languages]
        return [*spoken, *([("organisation", self.organisation.slug)] if self.organisation else [])]

    def structured(self) -> dict:
        return {"mainEntity": {"@type": "Person", "name": self.title, "jobTitle": self.role}}


def pictures_drop(text: StreamValue) -> None:
    for place in reversed(range(len(text))):
        if text[place].block_type == "picture":
            del text[place]

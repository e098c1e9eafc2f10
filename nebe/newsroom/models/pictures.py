"""The media library: pictures, and what must be known of each before everybody sees it."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition

from nebe.core.texts.translated import Text, pick

LONGEST_WORDS = 300  # characters of an alternative text


class Picture(AbstractImage):
    class Licence(models.TextChoices):
        OWN = "own", _("own work of the network")
        CONTRACT = "contract", _("by contract, until a day")
        PUBLIC_DOMAIN = "pd", _("public domain")
        CC0 = "cc0", "CC0 1.0"
        BY = "by", "CC BY 4.0"
        BY_SA = "by-sa", "CC BY-SA 4.0"
        BY_ND = "by-nd", "CC BY-ND 4.0"
        BY_NC = "by-nc", "CC BY-NC 4.0"
        BY_NC_SA = "by-nc-sa", "CC BY-NC-SA 4.0"
        BY_NC_ND = "by-nc-nd", "CC BY-NC-ND 4.0"

    class People(models.TextChoices):
        NOBODY = "nobody", _("nobody")
        AGREED = "agreed", _("people who agreed")
        CROWD = "crowd", _("a crowd from afar")

    alternatives = models.JSONField(default=dict, blank=True)  # by language, never empty texts
    is_decoration = models.BooleanField(
        _("only decoration"),
        default=False,
        help_text=_("It says nothing that the text does not say. Screen readers skip it."),
    )
    credit = models.CharField(_("who made it"), max_length=120, blank=True)
    source = models.URLField(_("address where it is from"), blank=True)
    # Empty where nobody has said, as with pictures of an old site.
    licence = models.CharField(_("how it may be used"), max_length=10, choices=Licence.choices)
    licence_until = models.DateField(
        _("may be used until"),
        null=True,
        blank=True,
        help_text=_("The last day. Afterwards nobody but editors sees it."),
    )
    licence_note = models.CharField(_("note on its use"), max_length=200, blank=True)
    people = models.CharField(_("who can be recognised"), max_length=10, choices=People.choices)
    consent_number = models.CharField(
        _("number of the consent"),
        max_length=60,
        blank=True,
        help_text=_("As it is filed, without names."),
    )
    consent_on = models.DateField(_("consent given on"), null=True, blank=True)
    consent_withdrawn_on = models.DateField(
        _("consent taken back on"),
        null=True,
        blank=True,
        help_text=_("From now on nobody but editors sees it."),
    )

    admin_form_fields = (
        *("title", "file", "is_decoration", "credit", "source"),
        *("licence", "licence_until", "licence_note"),
        *("people", "consent_number", "consent_on", "consent_withdrawn_on", "collection", "tags"),
        *("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height"),
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    def clean(self):
        super().clean()
        if wrong := dict(self.wrong()):
            raise ValidationError(wrong)

    def wrong(self):
        """(field, why) of what does not go together."""
        taken_back = self.consent_withdrawn_on
        if self.needs_credit and not self.credit:
            yield "credit", _("This licence asks that you name who made it.")
        if self.licence == self.Licence.CONTRACT and not self.licence_until:
            yield "licence_until", _("Until which day does the contract allow it?")
        if self.people == self.People.AGREED:
            if not self.consent_number:
                yield "consent_number", _("Where is their consent filed?")
            if not self.consent_on:
                yield "consent_on", _("When did they agree?")
        if taken_back and taken_back > timezone.localdate():
            yield "consent_withdrawn_on", _("This day is still to come.")
        elif taken_back and self.consent_on and taken_back < self.consent_on:
            yield "consent_withdrawn_on", _("This day is before the consent.")

    @property
    def needs_credit(self) -> bool:
        return self.licence.startswith("by")

    def withheld_on(self, day: date) -> bool:
        """Whether nobody but editors may see it."""
        is_over = self.licence_until is not None and self.licence_until < day
        return is_over or self.consent_withdrawn_on is not None

    @property
    def is_withheld(self) -> bool:
        return self.withheld_on(timezone.localdate())

    def alternative(self, language: str) -> Text:
        """What it shows, in this language or the nearest; nothing where it is decoration."""
        return Text("", language) if self.is_decoration else pick(self.alternatives, language)

    def has_words(self, language: str) -> bool:
        return self.is_decoration or language in self.alternatives

    @property
    def missing_languages(self) -> list[str]:
        return [code for code, _name in settings.LANGUAGES if not self.has_words(code)]

    @property
    def default_alt_text(self) -> str:
        """For pages of the CMS."""
        return str(self.alternative(settings.LANGUAGE_CODE)) or self.title

    @property
    def licence_name(self) -> str:
        """As readers get to know it; how the network came to use it is its own business."""
        internal = ("", self.Licence.OWN, self.Licence.CONTRACT)
        return "" if self.licence in internal else str(self.get_licence_display())

    @property
    def licence_address(self) -> str:
        if self.licence == self.Licence.CC0:
            return "https://creativecommons.org/publicdomain/zero/1.0/"
        return f"https://creativecommons.org/licenses/{self.licence}/4.0/" * self.needs_credit


class PictureRendition(AbstractRendition):
    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


def public_picture(image: Picture | None) -> Picture | None:
    """The picture as readers get it: None where it is withheld."""
    return None if image is None or image.is_withheld else image

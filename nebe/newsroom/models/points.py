from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from nebe.core.places.models import Municipality

from ..contact_blocks import DIALLED, HOURS, LANGUAGES, slot_of, specification
from .base import Article, Fact, Filter, Group, fields, panels
from .opening import Opening
from .organisations import organisation_field


class ChoicesField(models.JSONField):
    """Several of `choices`, as a list; ticked in the editor's form."""

    def formfield(self, **kwargs):
        return forms.MultipleChoiceField(
            label=capfirst(self.verbose_name),
            choices=self.choices or [],
            widget=forms.CheckboxSelectMultiple,
            required=not self.blank,
        )

    def validate(self, value, model_instance):
        wrong = set(value) - dict(self.choices or []).keys()
        if wrong:
            raise ValidationError(self.error_messages["invalid_choice"], params={"value": wrong})


class CounsellingPoint(Opening, Article):
    """A place where one can go and be advised."""

    kind = "point"
    icon = "place"
    schema_type = "LocalBusiness"
    is_work = False
    dated = False

    class Access(models.TextChoices):
        STEP_FREE = "step_free", _("no steps at the entrance")
        LIFT = "lift", _("a lift")
        TOILET = "toilet", _("a toilet for wheelchair users")
        LOOP = "loop", _("a hearing loop")
        QUIET = "quiet", _("a quiet room")
        CHILDREN = "children", _("a corner for children")

    class Appointment(models.TextChoices):
        NONE = "none", _("Come without an appointment")
        BETTER = "better", _("An appointment is better")
        NEEDED = "needed", _("Only with an appointment")

    organisation = organisation_field()
    municipality = models.ForeignKey(
        "nebe_places.Municipality",
        verbose_name=_("town"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    address = models.CharField(_("address"), max_length=200)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)  # degrees, WGS 84
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True, validators=[DIALLED])
    email = models.EmailField(_("e-mail"), blank=True)
    hours = StreamField(HOURS, blank=True, verbose_name=_("hours"))
    appointment = models.CharField(
        _("appointment"), max_length=10, choices=Appointment.choices, default=Appointment.NONE
    )
    access = ChoicesField(_("accessibility"), choices=Access.choices, default=list, blank=True)
    arrival = models.TextField(_("how to get there by public transport"), blank=True)
    bring = models.TextField(_("what to bring"), blank=True, help_text=_("One thing on each line."))

    content_panels = panels(
        FieldPanel("organisation"),
        Group(
            [
                FieldPanel("municipality"),
                FieldPanel("address"),
                FieldPanel("latitude"),
                FieldPanel("longitude"),
                FieldPanel("arrival"),
                FieldPanel("access"),
            ],
            heading=_("place"),
        ),
        Group([FieldPanel("phone"), FieldPanel("email")], heading=_("contact")),
        Group(
            [
                FieldPanel("hours"),
                *Opening.closed_panels,
                FieldPanel("appointment"),
            ],
            heading=_("hours"),
        ),
        FieldPanel("bring"),
    )
    translatable_fields = fields(
        translated=("arrival", "bring"),
        shared=(
            "organisation",
            "municipality",
            "address",
            "latitude",
            "longitude",
            "phone",
            "email",
            "hours",
            *Opening.closed_fields,
            "appointment",
            "access",
        ),
    )
    template = "newsroom/point.html"
    parent_page_types = ["nebe_newsroom.Section"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("counselling point")
        verbose_name_plural = _("counselling points")

    @property
    def country(self) -> str:
        return self.municipality.region.country

    @property
    def coordinates(self) -> tuple[float, float]:
        """Its own, or those of the town."""
        if self.latitude is not None and self.longitude is not None:
            return self.latitude, self.longitude
        return self.municipality.latitude, self.municipality.longitude

    def own_words(self) -> list[str]:
        return [self.municipality.name, self.address, self.arrival, self.bring]

    @classmethod
    def filters(cls) -> list[Filter]:
        towns = Municipality.objects.filter(pk__in=cls.objects.live().values("municipality"))
        names = [(town.pk, town.local_name) for town in towns.select_related("region")]
        return [
            Filter("language", _("Language"), LANGUAGES),
            Filter("place", _("Town"), sorted(names, key=lambda pair: pair[1])),
        ]

    def own_facets(self) -> list[tuple[str, str]]:
        place = [("place", self.municipality_id), ("region", self.municipality.region_id)]
        spoken = {code for each in self.hours for code in each.value["languages"]}
        slugs = [self.organisation.slug] if self.organisation else []
        return [
            *place,
            *(("language", code) for code in sorted(spoken)),
            *(("organisation", slug) for slug in slugs),
        ]

    def structured(self) -> dict:
        latitude, longitude = self.coordinates
        return {
            "address": {
                "@type": "PostalAddress",
                "streetAddress": self.address,
                "addressLocality": self.municipality.name,
                "addressCountry": self.country,
            },
            "geo": {"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude},
            "telephone": self.phone,
            "email": self.email,
            "openingHoursSpecification": [
                specification(slot_of(each.value)) for each in self.hours
            ],
        }

    def card_facts(self) -> list[Fact]:
        return [f"{self.address}, {self.municipality.name}"]

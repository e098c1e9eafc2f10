"""A town in the forms of the CMS: typed by its name, for there are thousands to choose from."""

from typing import Any

from django.db.models import ForeignKey
from wagtail.admin.forms.models import register_form_field_override

from nebe.core.places.forms import MunicipalityField, MunicipalityInput
from nebe.core.places.models import Municipality

OF_A_CHOICE = ("queryset", "to_field_name", "limit_choices_to", "blank")


class TownInput(MunicipalityInput):
    class Media:
        js = ["django_htmx/htmx-2.min.js"]  # suggestions while it is typed


class TownField(MunicipalityField):
    """In the place of a choice of all towns: takes what the model says of that, begins by key."""

    widget = TownInput

    def __init__(self, **kwargs: Any):
        super().__init__(**{key: kwargs[key] for key in kwargs if key not in OF_A_CHOICE})

    def prepare_value(self, value):
        if isinstance(value, str):  # its key; what is typed comes with the choice beside it
            value = Municipality.objects.filter(pk=value).first() or value
        return super().prepare_value(value)


register_form_field_override(
    ForeignKey, to=Municipality, override=lambda _field: {"form_class": TownField}
)

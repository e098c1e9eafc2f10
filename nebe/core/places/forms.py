"""A municipality typed by its name, in any language and script."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from .models import Municipality
from .selectors import municipality_resolve


class MunicipalityInput(forms.TextInput):
    """The name, suggestions while it is typed, and a choice where several places have it."""

    template_name = "places/widgets/municipality.html"

    def __init__(self, attrs=None):
        super().__init__({"autocomplete": "off", "dir": "auto", **(attrs or {})})
        self.country: str | None = None
        self.choices: list[Municipality] = []

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"] |= {
            "choice_name": choice_name(name),
            "choices": self.choices,
            "country": self.country or "",
        }
        return context

    def value_from_datadict(self, data, files, name):
        return [data.get(name, ""), data.get(choice_name(name), "")]

    def format_value(self, value):
        return super().format_value(value[0] if isinstance(value, list) else value)


class MunicipalityField(forms.Field):
    """Cleans to a `Municipality`, or None where nothing is typed and nothing is required.

    Of the countries this installation serves, or of one.
    Where several places have the name, the form comes back with a choice among them.
    """

    widget = MunicipalityInput
    default_error_messages = {
        "unknown": _(
            "We do not know this place. Check the spelling, or write the nearest bigger town."
        ),
        "ambiguous": _("There are several places of this name. Choose the one you mean below."),
    }

    def __init__(self, *, country: str | None = None, **kwargs):
        super().__init__(**kwargs)
        self.country = self.widget.country = country

    def prepare_value(self, value):
        return value.label if isinstance(value, Municipality) else value

    def clean(self, value):
        text, choice = value if isinstance(value, list) else [value, ""]
        if isinstance(text, Municipality):
            return text
        text = str(text or "").strip()[:200]
        if not text:
            return super().clean(None)
        found = municipality_resolve(text, self.country or settings.COUNTRIES)
        chosen = [place for place in found if place.code == choice]
        if len(chosen or found) == 1:
            return (chosen or found)[0]
        self.widget.choices = found
        code = "ambiguous" if found else "unknown"
        raise forms.ValidationError(self.error_messages[code], code=code)

    def has_changed(self, initial, data):
        text = data[0] if isinstance(data, list) else data
        return (text or "") != (self.prepare_value(initial) or "")


def choice_name(name: str) -> str:
    return f"{name}-choice"

from pathlib import Path

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from nebe.core.people.access import public

ICONS = sorted(path.stem for path in (Path(__file__).parent / "templates/ui/icons").glob("*.svg"))


class SampleForm(forms.Form):
    name = forms.CharField(label=_("Name"), help_text=_("As you want to be called."))
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("uk", "Українська"), ("ar", "العربية")],
        widget=forms.RadioSelect,
    )
    agree = forms.BooleanField(label=_("I agree"))
    text = forms.CharField(label=_("Message"), widget=forms.Textarea, required=False)


@public
def design(request: HttpRequest) -> HttpResponse:
    """The living page of the design system: every component as it is used."""
    context = {
        "icons": ICONS,
        "kinds": ["info", "good", "warn", "bad"],
        "form": SampleForm(),
        "failed": SampleForm(data={"failed-name": ""}, prefix="failed"),
    }
    return render(request, "ui/design.html", context)

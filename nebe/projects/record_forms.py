"""Forms that begin a record by hand, and those of programmes."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .editing.base import typed
from .editing.fields import OrganisationField
from .models import Programme

FIRST, LAST = 1950, 2100


class NewProjectForm(forms.Form):
    title = forms.CharField(
        label=_("Title"), max_length=300, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    language = forms.ChoiceField(
        label=_("In which language is the title?"),
        choices=settings.LANGUAGES,
        initial=lambda: (get_language() or "en").split("-")[0],
    )


class ProgrammeForm(forms.Form):
    acronym = forms.CharField(label=_("Acronym"), max_length=40, required=False)
    funder = OrganisationField(label=_("Funder"), required=False)
    first = forms.IntegerField(
        label=_("First year"), required=False, min_value=FIRST, max_value=LAST
    )
    last = forms.IntegerField(label=_("Last year"), required=False, min_value=FIRST, max_value=LAST)
    website = forms.URLField(
        label=_("Website"), required=False, max_length=500, assume_scheme="https"
    )

    def __init__(self, programme: Programme, data: Any = None):
        self.programme = programme
        super().__init__(data, initial=initial_of(programme))
        for code, language in settings.LANGUAGES:
            self.fields[f"name-{code}"] = forms.CharField(
                label=_("Name (%(language)s)") % {"language": language},
                max_length=300,
                required=False,
                widget=forms.TextInput(attrs={"lang": code, "dir": "auto"}),
                initial=programme.name.get(code, ""),
            )

    def clean(self) -> None:
        data = self.cleaned_data
        if not any(data.get(f"name-{code}") for code, _language in settings.LANGUAGES):
            raise forms.ValidationError(_("Give it a name in one language at least."))
        if data.get("first") and data.get("last") and data["last"] < data["first"]:
            self.add_error("last", _("The end is before the start."))

    def columns(self) -> dict[str, Any]:
        """Of the programme, but for its funder."""
        data, name = self.cleaned_data, self.programme.name
        for code, _language in settings.LANGUAGES:
            name = typed(name, code, data[f"name-{code}"])
        return {
            "name": name,
            "acronym": data["acronym"],
            "website": data["website"],
            "start": day_of(data["first"], self.programme.start, 1, 1),
            "end": day_of(data["last"], self.programme.end, 12, 31),
        }


def initial_of(programme: Programme) -> dict[str, Any]:
    return {
        "acronym": programme.acronym,
        "funder": programme.funder.name if programme.funder else "",
        "first": programme.start.year if programme.start else None,
        "last": programme.end.year if programme.end else None,
        "website": programme.website,
    }


def day_of(year: int | None, known: date | None, month: int, day: int) -> date | None:
    """A day that is known stays where its year does."""
    if year is None or (known and known.year == year):
        return known if year else None
    return date(year, month, day)

"""What is asked of a picture: the same when one is uploaded, several are, or one is changed."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.images.forms import BaseImageForm

from ..models.pictures import LONGEST_WORDS, Picture

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
DAYS = ("licence_until", "consent_on", "consent_withdrawn_on")
PREFIX = "alternative_"


class PictureForm(BaseImageForm):
    class Meta(BaseImageForm.Meta):
        widgets = {**BaseImageForm.Meta.widgets, **dict.fromkeys(DAYS, DAY)}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.initial["licence"] = self.initial.get("licence") or Picture.Licence.OWN
        for code, name in settings.LANGUAGE_NAMES.items():
            self.fields[f"{PREFIX}{code}"] = forms.CharField(
                label=_("What it shows (%(language)s)") % {"language": name},
                max_length=LONGEST_WORDS,
                required=False,
                initial=self.instance.alternatives.get(code, ""),
                widget=forms.TextInput(attrs={"lang": code, "dir": "auto"}),
            )
        words = [f"{PREFIX}{code}" for code in settings.LANGUAGE_NAMES]
        self.order_fields(["title", "file", *words, *self.fields])

    def save(self, commit=True):
        self.instance.alternatives = {
            code: text
            for code in settings.LANGUAGE_NAMES
            if (text := self.cleaned_data[f"{PREFIX}{code}"])
        }
        return super().save(commit)

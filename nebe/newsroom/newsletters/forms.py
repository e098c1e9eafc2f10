"""Forms of newsletters: for readers, and for editors."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from nebe.core.people.guard import GuardedForm

from ..kinds import label
from ..models import Listed, Newsletter, Topic

PERIOD = timedelta(days=30)
DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class ChoiceForm(forms.Form):
    """What a subscriber gets, and in which language."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    topics = forms.ModelMultipleChoiceField(
        label=_("Topics"),
        help_text=_("Tick nothing to get the newsletters about everything."),
        queryset=Topic.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class SubscribeForm(GuardedForm, ChoiceForm):
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )
    field_order = ["email", "language", "topics"]


class PeriodForm(forms.Form):
    """Of what a new newsletter tells."""

    since = forms.DateField(
        label=_("From"), widget=DAY, initial=lambda: timezone.localdate() - PERIOD
    )
    until = forms.DateField(label=_("Until"), widget=DAY, initial=timezone.localdate)
    topic = forms.ModelChoiceField(
        label=_("Topic"),
        help_text=_("With a topic it goes to who chose this topic or none, else to everybody."),
        queryset=Topic.objects.all(),
        required=False,
        empty_label=_("Everything"),
    )

    def clean(self):
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", _("This day is before the first one."))
        return cleaned


def described(item: Listed) -> str:
    return f"{item.title} ({label(item.kind)}, {date_format(item.date)})"


class DraftForm(forms.Form):
    """Items, the ticked ones first, and a title and an introduction in each language."""

    def __init__(self, *args, newsletter: Newsletter, choice: list[Listed], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["items"] = forms.MultipleChoiceField(
            label=_("What it tells"),
            choices=[
                (str(item.key), described(item))
                for item in sorted(choice, key=lambda item: str(item.key) not in newsletter.items)
            ],
            initial=newsletter.items,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        for code, _name in settings.LANGUAGES:
            name = settings.LANGUAGE_NAMES[code]
            self.fields[f"title_{code}"] = forms.CharField(
                label=_("Title (%(language)s)") % {"language": name},
                max_length=120,
                required=False,
                initial=newsletter.title.get(code, ""),
                widget=forms.TextInput(attrs={"lang": code, "dir": "auto"}),
            )
            self.fields[f"introduction_{code}"] = forms.CharField(
                label=_("Introduction (%(language)s)") % {"language": name},
                max_length=2000,
                required=False,
                initial=newsletter.introduction.get(code, ""),
                widget=forms.Textarea(attrs={"rows": 4, "lang": code, "dir": "auto"}),
            )

    def texts(self, name: str) -> dict[str, str]:
        """What was written, by language."""
        found = {code: self.cleaned_data[f"{name}_{code}"] for code, _name in settings.LANGUAGES}
        return {code: text.replace("\r\n", "\n") for code, text in found.items() if text.strip()}


class TimeForm(forms.Form):
    at = forms.DateTimeField(
        label=_("Day and time"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )

    def clean_at(self):
        at = self.cleaned_data["at"]
        if at <= timezone.now():
            raise forms.ValidationError(_("This moment is past."))
        return at

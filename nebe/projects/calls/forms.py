"""The office's form of a call, and the filter of the list."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from nebe.core.texts.languages import language_guess
from nebe.core.texts.translated import text_of

from ..models import Call, CallTerm, Programme
from ..selectors.rates import SHOWN_IN
from .exports import links_told
from .finding import CLOSED, OPEN, UPCOMING
from .terms import CHOICES

TEXTS = {
    "title": (gettext_lazy("Title"), 200, forms.TextInput),
    "summary": (gettext_lazy("What is paid for, in some sentences"), 1500, forms.Textarea),
    "conditions": (gettext_lazy("Conditions"), 8000, forms.Textarea),
}
# What the form asks for as the row has it.
PLAIN = (
    *("reference", "currency", "amount_min", "amount_max", "amount_total", "own_share"),
    *("zone", "website", "contact", "contact_email"),
)
MANY = forms.CheckboxSelectMultiple
LEAST_DEADLINES, MOST_DEADLINES = 3, 12
BY_AMOUNT = "amount"  # how the list may be sorted
AS_TYPED = "%Y-%m-%dT%H:%M"  # a moment, as browsers send it
LAW_OF_LINKS = URLValidator(schemes=["http", "https"])


class MomentInput(forms.DateTimeInput):
    def __init__(self) -> None:
        super().__init__(format=AS_TYPED, attrs={"type": "datetime-local"})


def amount_field(label: Any, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label, help_text=help_text, min_value=0, max_value=10**12, required=False
    )


class CallForm(forms.Form):
    """Texts in each language as `title_cs`; deadlines as `deadline_1`, `deadline_2`…"""

    reference = forms.CharField(
        label=gettext_lazy("Number of the call"),
        help_text=gettext_lazy("As the funder writes it."),
        max_length=80,
        required=False,
    )
    programme = forms.ModelChoiceField(
        label=gettext_lazy("Programme"), queryset=Programme.objects.all(), required=False
    )
    funder = forms.CharField(
        label=gettext_lazy("Who pays"),
        help_text=gettext_lazy("Left empty: the funder of the programme."),
        max_length=200,
        required=False,
    )
    applicant = forms.MultipleChoiceField(
        label=gettext_lazy("Who may apply"),
        help_text=gettext_lazy("Tick nothing if everybody may."),
        widget=MANY,
        required=False,
    )
    territory = forms.MultipleChoiceField(
        label=gettext_lazy("Where"),
        help_text=gettext_lazy("Tick nothing if it is for every place."),
        widget=MANY,
        required=False,
    )
    theme = forms.MultipleChoiceField(label=gettext_lazy("Themes"), widget=MANY, required=False)
    target = forms.MultipleChoiceField(label=gettext_lazy("For whom"), widget=MANY, required=False)
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"), choices=[("", "–"), *Call.Currency.choices], required=False
    )
    amount_min = amount_field(gettext_lazy("Least for a project"))
    amount_max = amount_field(gettext_lazy("Most for a project"))
    amount_total = amount_field(gettext_lazy("All together"))
    own_share = forms.DecimalField(
        label=gettext_lazy("Own money in per cent"),
        help_text=gettext_lazy("What the applicant pays itself. 0: nothing."),
        min_value=0,
        max_value=100,
        decimal_places=2,
        required=False,
    )
    zone = forms.ChoiceField(
        label=gettext_lazy("Hours are those of"),
        choices=Call.Zone.choices,
        initial=Call.Zone.PRAGUE,
    )
    opens_at = forms.DateTimeField(
        label=gettext_lazy("Opens"),
        help_text=gettext_lazy("Left empty: it is open once it is published."),
        widget=MomentInput,
        required=False,
    )
    website = forms.URLField(
        label=gettext_lazy("Where to apply"), assume_scheme="https", required=False
    )
    links = forms.CharField(
        label=gettext_lazy("Documents"),
        help_text=gettext_lazy("One on a line: the address, a blank, the title."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        max_length=5000,
        required=False,
    )
    contact = forms.CharField(
        label=gettext_lazy("Contact"),
        help_text=gettext_lazy("An office and its address, not a person."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
        required=False,
    )
    contact_email = forms.EmailField(label=gettext_lazy("E-mail of the office"), required=False)

    def __init__(self, data: Any = None, *, call: Call | None = None):
        super().__init__(data, initial=initial_of(call) if call else None)
        for kind, choices in CHOICES.items():
            self.fields[kind].choices = choices()  # type: ignore[attr-defined]
        for name, (label, longest, widget) in TEXTS.items():
            for code, _own in settings.LANGUAGES:
                attrs = {"lang": code, "dir": "auto"}
                attrs |= {"rows": "4"} if widget is forms.Textarea else {}
                self.fields[f"{name}_{code}"] = forms.CharField(
                    label=label, max_length=longest, widget=widget(attrs), required=False
                )
        for number in range(1, self._how_many(call) + 1):
            self.fields[f"deadline_{number}"] = forms.DateTimeField(
                label=_("Deadline %(number)s") % {"number": number},
                widget=MomentInput,
                required=False,
            )

    def _how_many(self, call: Call | None) -> int:
        sent = sum(name.startswith("deadline_") for name in self.data)
        there = len(call.deadlines.all()) + 1 if call else 0
        return min(max(sent, there, LEAST_DEADLINES), MOST_DEADLINES)

    def texts(self) -> Iterator[tuple[Any, list[forms.BoundField], bool, bool]]:
        """Each language's name and fields, whether it says something and whether it is open."""
        for code, _own in settings.LANGUAGES:
            fields = [self[f"{name}_{code}"] for name in TEXTS]
            is_written = any(field.value() for field in fields)
            is_open = code == get_language() or any(field.errors for field in fields)
            yield settings.LANGUAGE_NAMES[code], fields, is_written, is_open

    def deadlines(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("deadline_")]

    def group(self, *names: str) -> list[forms.BoundField]:
        return [self[name] for name in names]

    def who(self) -> list[forms.BoundField]:
        return self.group("programme", "funder", "reference")

    def conditions(self) -> list[forms.BoundField]:
        return self.group("applicant", "territory", "theme", "target")

    def money(self) -> list[forms.BoundField]:
        return self.group("currency", "amount_min", "amount_max", "amount_total", "own_share")

    def where(self) -> list[forms.BoundField]:
        return self.group("website", "links", "contact", "contact_email")

    def clean_links(self) -> list[dict[str, str]]:
        found = []
        for line in filter(None, map(str.strip, self.cleaned_data["links"].splitlines())):
            url, _blank, title = line.partition(" ")
            try:
                LAW_OF_LINKS(url)
            except forms.ValidationError as error:
                text = _("“%(line)s” does not begin with an address (https://…).")
                raise forms.ValidationError(text % {"line": line[:80]}) from error
            title = title.strip() or url
            language = language_guess(title, likely=get_language() or "en")
            found.append({"url": url, "title": title, "language": language})
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not any(cleaned.get(f"title_{code}") for code, _own in settings.LANGUAGES):
            own = f"title_{get_language() or 'en'}"
            self.add_error(own, _("Write a title in one language at least."))
        amounts = [cleaned.get(f"amount_{name}") for name in ("min", "max", "total")]
        if amounts != [None] * 3 and not cleaned.get("currency"):
            self.add_error("currency", _("In which currency are these amounts?"))
        for less, more in (("amount_min", "amount_max"), ("amount_max", "amount_total")):
            if is_less(cleaned.get(more), cleaned.get(less)):
                self.add_error(more, _("This is less than the amount before it."))
        self._clean_moments(cleaned)
        return cleaned

    def _clean_moments(self, cleaned: dict[str, Any]) -> None:
        """Hours as they were typed are hours of the zone that was chosen."""
        zone = ZoneInfo(cleaned.get("zone") or Call.Zone.PRAGUE)
        for name in ("opens_at", *(field.name for field in self.deadlines())):
            if moment := cleaned.get(name):
                cleaned[name] = timezone.make_naive(moment).replace(tzinfo=zone)
        opens = cleaned.get("opens_at")
        for field in self.deadlines():
            if opens and is_less(cleaned.get(field.name), opens):
                self.add_error(field.name, _("This is before it opens."))

    def values(self) -> dict[str, Any]:
        """What the call's own row says."""
        data = self.cleaned_data
        found = {name: data[name] for name in (*PLAIN, "programme", "opens_at", "links")}
        return found | {name: self._words(name) for name in TEXTS}

    def _words(self, name: str) -> dict[str, str]:
        written = {code: self.cleaned_data[f"{name}_{code}"] for code, _own in settings.LANGUAGES}
        return {code: text.replace("\r\n", "\n") for code, text in written.items() if text}

    def listed(self) -> dict[str, list[str]]:
        """By kind of `CallTerm`."""
        return {kind: self.cleaned_data[kind] for kind in CHOICES}

    def moments(self) -> list[datetime]:
        moments = (self.cleaned_data[field.name] for field in self.deadlines())
        return sorted({moment for moment in moments if moment})


def is_less(value: Any, other: Any) -> bool:
    return value is not None and other is not None and value < other


def initial_of(call: Call) -> dict[str, Any]:
    found: dict[str, Any] = {name: getattr(call, name) for name in PLAIN}
    found |= {kind: call.codes(kind) for kind in CallTerm.Kind}
    found |= {"programme": call.programme_id, "funder": call.funder.name if call.funder else ""}
    found["links"] = links_told(call)
    for name in TEXTS:
        told = getattr(call, name).items()
        found |= {f"{name}_{code}": text_of(text) for code, text in told}
    found["opens_at"] = as_typed(call, call.opens_at)
    rows = enumerate(call.deadlines.all(), start=1)
    return found | {f"deadline_{number}": as_typed(call, row.at) for number, row in rows}


def as_typed(call: Call, moment: datetime | None) -> datetime | None:
    return moment.astimezone(call.tz).replace(tzinfo=None) if moment else None


class FilterForm(forms.Form):
    """How the list is narrowed; `finding.question_of` reads it."""

    q = forms.CharField(label=gettext_lazy("Words"), max_length=200, required=False)
    status = forms.ChoiceField(
        label=pgettext_lazy("call", "Status"),
        choices=[
            ("", gettext_lazy("Open or opening later")),
            (OPEN, pgettext_lazy("calls", "Open now")),
            (UPCOMING, pgettext_lazy("calls", "Opening later")),
            (CLOSED, pgettext_lazy("calls", "Closed")),
        ],
        required=False,
    )
    applicant = forms.ChoiceField(label=gettext_lazy("Who applies"), required=False)
    territory = forms.ChoiceField(label=gettext_lazy("Where"), required=False)
    theme = forms.ChoiceField(label=gettext_lazy("Theme"), required=False)
    target = forms.ChoiceField(label=gettext_lazy("For whom"), required=False)
    programme = forms.ChoiceField(label=gettext_lazy("Programme"), required=False)
    amount = forms.IntegerField(
        label=gettext_lazy("What your project needs"), min_value=1, max_value=10**12, required=False
    )
    currency = forms.ChoiceField(
        label=gettext_lazy("Amounts also in"),
        choices=[("", "–"), *((code, code) for code in SHOWN_IN)],
        required=False,
    )
    sort = forms.ChoiceField(
        label=gettext_lazy("Order"),
        choices=[
            ("", gettext_lazy("The soonest deadline first")),
            (BY_AMOUNT, gettext_lazy("The largest amount first")),
        ],
        required=False,
    )

    def __init__(self, data: Any = None):
        super().__init__(data)
        everything = ("", _("All"))
        for kind, choices in CHOICES.items():
            self.fields[kind].choices = [everything, *choices()]  # type: ignore[attr-defined]
        with_calls = Programme.objects.filter(calls__state=Call.State.PUBLISHED).distinct()
        named = sorted(((row.slug, str(row)) for row in with_calls), key=lambda each: each[1])
        self.fields["programme"].choices = [everything, *named]  # type: ignore[attr-defined]

    def first(self) -> list[forms.BoundField]:
        return [self[name] for name in ("q", "status", "applicant", "territory")]

    def further(self) -> list[forms.BoundField]:
        names = ("theme", "target", "programme", "amount", "currency", "sort")
        return [self[name] for name in names]

    def is_further(self) -> bool:
        return any(field.value() for field in self.further())

"""A need in one form: by the person, by a coordinator for them, by an organisation for itself."""

from dataclasses import replace
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from nebe.core.people.guard import GuardedForm
from nebe.core.places.forms import MunicipalityField
from nebe.core.texts.translated import pick

from ..languages import SPOKEN
from ..models import Category, Need, Question
from ..services.need_posting import NeedDraft
from .ask import WithoutAccountForm
from .fields import DateField, LineField, ParagraphField, refuse_contacts
from .groups import GroupedForm
from .kinds import KindsForm
from .need_questions import need_questions_of
from .questions import answers_of, fields_of, name_of

PEOPLE_MAX = 1000
QUANTITY_MAX = 100_000
REACHES = [
    (0, gettext_lazy("Only there")),
    (5, gettext_lazy("up to 5 km")),
    (15, gettext_lazy("up to 15 km")),
    (30, gettext_lazy("up to 30 km")),
    (60, gettext_lazy("up to 60 km")),
    (120, gettext_lazy("up to 120 km")),
    (1000, gettext_lazy("the whole country")),
]
EMAIL_LEFT = {"autocomplete": "email", "dir": "ltr"}
PHONE_LEFT = {"autocomplete": "tel", "inputmode": "tel", "dir": "ltr"}


class KindForm(KindsForm):
    """The one kind of help that is asked for."""

    category = forms.ChoiceField(
        label=gettext_lazy("What do you ask for?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose a kind of help.")},
    )

    def chosen(self) -> Category:
        return self.categories[self.cleaned_data["category"]]


class NeedDetailsForm(GroupedForm):
    """What a need says; the need's side of the category's questions is added."""

    text = ParagraphField(
        label=gettext_lazy("What do you need?"),
        help_text=gettext_lazy(
            "Please write no phone number or address. You can share them later."
        ),
        max_length=3000,
        min_length=5,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    place = MunicipalityField(label=gettext_lazy("In which town?"), required=False)
    to_place = MunicipalityField(label=gettext_lazy("Where to?"))
    reach_km = forms.TypedChoiceField(
        label=gettext_lazy("How far from there can you go?"),
        choices=REACHES,
        coerce=int,
        empty_value=0,  # type: ignore[arg-type]  # the stub allows only text
        required=False,
    )
    remote = forms.BooleanField(
        label=gettext_lazy("Help by phone or internet is good, too"), required=False
    )
    people = forms.IntegerField(
        label=gettext_lazy("For how many people?"), min_value=1, max_value=PEOPLE_MAX, initial=1
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Which languages do you speak?"),
        choices=SPOKEN,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    urgency = forms.TypedChoiceField(
        label=gettext_lazy("How urgent is it?"),
        choices=Need.Urgency.choices,
        coerce=int,
        initial=Need.Urgency.MONTH,
        widget=forms.RadioSelect,
    )
    needed_from = DateField(label=gettext_lazy("From when?"), required=False)
    needed_until = DateField(label=gettext_lazy("Until when?"), required=False)
    at_time = forms.TimeField(
        label=gettext_lazy("At what time?"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    public_text = LineField(
        label=gettext_lazy("A short text that everyone may read"),
        help_text=gettext_lazy(
            "If you write it, people who help can find you in a public list. "
            "Write no name and no contact. Leave it empty, and only those who look for help "
            "for you know of it."
        ),
        max_length=300,
        required=False,
        validators=[refuse_contacts],
    )

    # Not marked as optional: a place or help at a distance is needed; the reach has a value.
    unmarked = frozenset({"place", "reach_km"})

    def __init__(self, *args, category: Category, **kwargs):
        super().__init__(*args, **kwargs)
        self.category = category
        self.questions = need_questions_of(category)
        self.counting = next((q for q in self.questions if q.counts), None)
        asked: dict[bool, list[str]] = {True: [], False: []}
        for question in self.questions:
            fields = fields_of(question)
            self.fields.update(fields)
            asked[question.meets != Question.Meets.INFORMATION] += fields
        self._ask_once()
        self.group(self.kind, ["text", *asked[True]], asked[False])
        self._ask_where_to()
        self.group(_("Where"), ["place", "to_place", "reach_km", "remote"])
        self.group(_("For whom and when"), ["people", "urgency", "languages", *WHEN, "at_time"])
        self.group(_("Public list"), ["public_text"])

    def _ask_once(self) -> None:
        """Neither people nor days are asked for twice, where a question of the kind does."""
        if self.counts_people and self.counting:
            counting = self.fields[name_of(self.counting)]
            counting.required, counting.initial = True, 1
            del self.fields["people"]
        if self._days():
            for name in WHEN:
                del self.fields[name]
        if not self.category.needs_may_be_public:
            del self.fields["public_text"]

    def _ask_where_to(self) -> None:
        """Nobody is driven at a distance; what leads nowhere has no second place."""
        if not self.category.has_destination:
            del self.fields["to_place"], self.fields["at_time"]
            return
        del self.fields["remote"]
        self.fields["place"].required = True
        labels = {"place": _("Where from?"), "reach_km": _("How far can you go to be picked up?")}
        labels |= {"needed_from": _("On which day?"), "needed_until": _("Until which day?")}
        for name, label in labels.items():
            if name in self.fields:
                self.fields[name].label = label

    @property
    def counts_people(self) -> bool:
        """Beds or seats, which one offer must have for all; pieces may come from several."""
        return self.counting is not None and not self.category.divisible

    def _days(self) -> list[str]:
        """The fields of the question that asks from when until when."""
        dates = [q for q in self.questions if q.kind == Question.Kind.DATES]
        return [name_of(dates[0], part) for part in ("from", "until")] if dates else []

    @property
    def kind(self) -> str:
        return str(pick(self.category.name, get_language()))

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("place") and not cleaned.get("remote") and "place" not in self.errors:
            self.add_error(
                "place",
                _("Please write a town, or say that help by phone or internet is good, too."),
            )
        since, until = (cleaned.get(name) for name in self._days() or WHEN)
        if since and until and until < since:
            last = (self._days() or WHEN)[1]
            self.add_error(last, _("The end is before the beginning."))
        return cleaned

    def draft(self) -> NeedDraft:
        data = self.cleaned_data
        answers: dict = {}
        for question in self.questions:
            answers |= answers_of(question, data)
        first, last = self._days() or WHEN
        counted = self.counted(answers)
        return NeedDraft(
            category=self.category,
            municipality=data["place"],
            answers=answers,
            people=counted if self.counts_people else data["people"],
            quantity=counted,
            needed_from=data[first],
            needed_until=data[last] or (data[first] if self.category.has_destination else None),
            public_text=data.get("public_text", ""),
            to_municipality=data.get("to_place"),
            at_time=data.get("at_time"),
            remote=data.get("remote", False),
            **{name: data[name] for name in PLAIN},
        )

    def so_far(self) -> Need:
        """What is said by now, most of it perhaps not yet: to see what fits, never saved."""
        self.is_valid()
        self.errors.clear()  # whoever is still talking is not told what is missing
        open_still = {name: field.initial for name, field in self.fields.items()}
        self.cleaned_data = open_still | self.cleaned_data
        language = self.cleaned_data.get("language") or get_language()
        return Need(language=language, **self.draft().columns())

    def counted(self, answers: dict) -> int:
        """How much is wanted: what the question says whose number counts places or pieces."""
        said = answers.get(name_of(self.counting)) if self.counting else 1
        return min(max(said or 1, 1), QUANTITY_MAX)


WHEN = ["needed_from", "needed_until"]
PLAIN = ("text", "reach_km", "languages", "urgency")
SHOWN = (
    *PLAIN, *WHEN, "remote", "at_time", "people", "public_text", "quantity", "repeats", "weekdays",
    "deliver_to",
)  # fmt: skip


def initial_of(need: Need) -> dict[str, Any]:
    """What the form shows of a need that is changed."""
    initial = {name: getattr(need, name) for name in SHOWN}
    if need.repeats:
        initial["needed_until"] = need.repeats_until
    places = {"place": need.municipality, "to_place": need.to_municipality}
    return initial | places | (need.answers or {})


class NeedForm(WithoutAccountForm, NeedDetailsForm, GuardedForm):
    """A new need of someone without an account: the details, and an e-mail or a code."""

    alone = forms.CharField(widget=forms.HiddenInput, initial="no")
    name = LineField(
        label=gettext_lazy("What should we call you?"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail"),
        help_text=gettext_lazy("The helper does not see it until you agree."),
        max_length=200,
        required=False,
        widget=forms.EmailInput(attrs=EMAIL_LEFT),
    )
    no_email = forms.BooleanField(
        label=gettext_lazy("I have no e-mail. Give me a code to write on paper."), required=False
    )

    unmarked = NeedDetailsForm.unmarked | {"email", "no_email"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["category"] = forms.CharField(
            widget=forms.HiddenInput, initial=self.category.pk
        )
        self.group(_("How we reach you"), ["name", "email", "no_email"])


class NeedForSomeoneForm(NeedDetailsForm, GuardedForm):
    """What a coordinator writes down while talking with a person."""

    alone = forms.CharField(widget=forms.HiddenInput, initial="no")
    sensitive = ParagraphField(
        label=gettext_lazy("What only our organisation may know"),
        help_text=gettext_lazy(
            "Health, status, dangers: only if it matters for the help. "
            "It stays in the organisation that handles the need."
        ),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    name = LineField(label=gettext_lazy("Name of the person"), max_length=100)
    phone = LineField(
        label=gettext_lazy("Phone of the person"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs=PHONE_LEFT | {"autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail of the person"),
        help_text=gettext_lazy("Without one, the person gets a code on paper."),
        max_length=200,
        required=False,
        widget=forms.EmailInput(attrs=EMAIL_LEFT | {"autocomplete": "off"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("In which language do we write to the person?"),
        choices=settings.LANGUAGES,
    )
    consent = forms.BooleanField(
        label=gettext_lazy(
            "The person heard what we write down, for what and who reads it, and said yes."
        ),
        error_messages={
            "required": gettext_lazy("Without this yes we may not keep what the person said.")
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["category"] = forms.CharField(
            widget=forms.HiddenInput, initial=self.category.pk
        )
        self.fields["text"].label = _("What is needed, in the person's words")
        self.fields["text"].help_text = ""
        self.fields["languages"].label = _("Which languages does the person speak?")
        self.fields["reach_km"].label = _("How far from there can the person go?")
        self.group(_("Only for us"), ["sensitive"])
        self.group(_("Who it is"), ["name", "phone", "email", "language", "consent"])

    def clean_alone(self):
        if self.cleaned_data["alone"] != "no":
            raise forms.ValidationError(_("Please answer the question about your age first."))
        return "no"

    def draft(self) -> NeedDraft:
        return replace(super().draft(), sensitive=self.cleaned_data["sensitive"])

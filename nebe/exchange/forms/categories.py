"""The forms of the network's admin: a kind of help, a question, its options."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from nebe.core.texts.translated import pick
from nebe.core.ui.templatetags.ui import icon
from nebe.core.ui.views import ICONS

from ..checks import CHECKS
from ..models import Category, Question
from ..questions_meet import WAYS
from ..services.categories import CHOICES, CategoryDraft, QuestionDraft
from ..ways import LENGTHS
from .fields import ParagraphField
from .translated import SOURCE, TranslatedForm, WordsField

Kind, Meets = Question.Kind, Question.Meets
MORE_OPTIONS = 3
OPTIONS_MAX = 60  # fewer than `questions_meet.BITS`
MEETING = ("meets", "weight", "days", "counts")
POSITION: dict[str, Any] = {
    "label": gettext_lazy("Order"),
    "help_text": gettext_lazy("The smallest number comes first."),
    "min_value": 0,
    "max_value": 10_000,
}


class CategoryForm(TranslatedForm):
    openness = forms.ChoiceField(
        label=gettext_lazy("Who may see these offers"),
        help_text=gettext_lazy(
            "Choose vetting where an adult may be alone with a child or take someone somewhere. "
            "Choose organisations where harm would be hard to see."
        ),
        choices=Category.Openness.choices,
        initial=Category.Openness.ORGANISATIONS,
        widget=forms.RadioSelect,
    )
    open_when_remote = forms.BooleanField(
        label=gettext_lazy("Open to everyone when help is given at a distance only"),
        required=False,
    )
    licence_required = forms.BooleanField(
        label=gettext_lazy("Only with a licence that an organisation has checked"),
        required=False,
    )
    needs_may_be_public = forms.BooleanField(
        label=gettext_lazy("People may let everyone read what they need"),
        help_text=gettext_lazy(
            "Without who they are, and only vetted helpers may answer. "
            "Never for housing, transport or anything that concerns children."
        ),
        required=False,
    )
    divisible = forms.BooleanField(
        label=gettext_lazy("Several offers may serve one need together"),
        help_text=gettext_lazy(
            "As forty mattresses come from five helpers. "
            "If not, one offer must have enough for all, as for a family that stays together."
        ),
        required=False,
    )
    has_destination = forms.BooleanField(
        label=gettext_lazy("The need leads somewhere: ask where to and at what time"),
        help_text=gettext_lazy("As a ride does."),
        required=False,
    )
    checks = forms.MultipleChoiceField(
        label=gettext_lazy("What must have been seen before a yes"),
        choices=list(CHECKS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    ask_again_days = forms.IntegerField(
        label=gettext_lazy("Ask again after so many days whether it is still true"),
        required=False,
        min_value=7,
        max_value=730,
    )
    active = forms.BooleanField(
        label=gettext_lazy("In use"),
        help_text=gettext_lazy(
            "If not, nobody can choose it for a new offer. Offers that are there stay."
        ),
        required=False,
        initial=True,
    )
    position = forms.IntegerField(**POSITION)
    icon = forms.ChoiceField(
        label=gettext_lazy("Pictograms"),
        choices=[(name, name) for name in ICONS],
        initial="heart",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, category: Category, **kwargs):
        super().__init__(*args, initial=_initial(category), **kwargs)
        self.add_texts("name", _("Name"), category.name, max_length=80)
        self.add_texts(
            "description",
            _("Description"),
            category.description,
            field=ParagraphField,
            max_length=400,
        )
        self.add_texts(
            "synonyms",
            _("Other words for it"),
            category.synonyms,
            field=WordsField,
            required=False,
            max_length=2000,
            help_text=_("One in each line. Whoever searches for one of them finds these offers."),
        )
        usual = settings.STILL_TRUE_DAYS
        self.fields["ask_again_days"].help_text = ngettext(
            "Offers and needs of this kind, by mail. Empty: after %(count)d day.",
            "Offers and needs of this kind, by mail. Empty: after %(count)d days.",
            usual,
        ) % {"count": usual}
        cast(forms.ChoiceField, self.fields["icon"]).choices = [
            (name, format_html("{} {}", icon(name), name)) for name in ICONS
        ]

    def rules(self) -> list:
        return [self[name] for name in self.base_fields]

    def opening(self) -> str:
        """Names what a yes to more openness was given for."""
        names = ("openness", "open_when_remote", "licence_required")
        return ":".join(str(self.cleaned_data[name]) for name in names)

    def draft(self) -> CategoryDraft:
        return CategoryDraft(**self.values())


class QuestionForm(TranslatedForm):
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Question.Kind.choices)
    required = forms.BooleanField(label=gettext_lazy("It must be answered"), required=False)
    public = forms.BooleanField(
        label=gettext_lazy("Everyone may read the answer"),
        help_text=gettext_lazy(
            "If not, it is stored encrypted, and only who handles the offer reads it. "
            "Addresses, documents and number plates are never for everyone."
        ),
        required=False,
    )
    active = forms.BooleanField(
        label=gettext_lazy("In use"),
        help_text=gettext_lazy("If not, it is not asked and its answers are not shown."),
        required=False,
        initial=True,
    )
    position = forms.IntegerField(**POSITION)
    meets = forms.ChoiceField(
        label=gettext_lazy("How an offer fits a need"),
        help_text=gettext_lazy("Where the need says nothing, every offer fits."),
        choices=Meets.choices,
        initial=Meets.INFORMATION,
        widget=forms.RadioSelect,
        error_messages={
            "invalid_choice": gettext_lazy("This does not go with this kind of question.")
        },
    )
    weight = forms.IntegerField(
        label=gettext_lazy("Points, if preferred"),
        help_text=gettext_lazy(
            "For comparison: the same town is worth 400 points, a common language 200."
        ),
        required=False,
        min_value=0,
        max_value=1000,
        initial=0,
    )
    days = forms.IntegerField(
        label=gettext_lazy("How many days date ranges must have in common"),
        help_text=gettext_lazy("Whoever needs help for fewer days then finds nothing."),
        required=False,
        min_value=1,
        max_value=365,
        initial=1,
    )
    counts = forms.BooleanField(
        label=gettext_lazy("The number counts places"),
        help_text=gettext_lazy(
            "Such as beds, seats or pieces: each agreed need takes as many as it asks for. "
            "If not, an offer counts people helped."
        ),
        required=False,
    )

    def __init__(self, data=None, *, question: Question, **kwargs):
        super().__init__(data, initial=_initial(question), **kwargs)
        self.question = question
        self.add_texts("label", _("Question"), question.label, max_length=120)
        self.add_texts(
            "help",
            _("Explanation"),
            question.help,
            field=ParagraphField,
            required=False,
            max_length=400,
        )
        self.add_texts(
            "need_label",
            _("The question to whoever needs help"),
            question.need_label,
            required=False,
            max_length=120,
            help_text=_("Leave it empty to ask only those who offer."),
        )
        self.options = OptionFormSet(data, initial=question.options, prefix="options")
        kind = self["kind"].value()
        cast(forms.ChoiceField, self.fields["meets"]).choices = _ways(kind)

    def texts(self) -> list[dict]:
        return [text for text in super().texts() if text["name"] != "need_label"]

    def need_texts(self) -> list[dict]:
        return [text for text in super().texts() if text["name"] == "need_label"]

    def rules(self) -> list:
        return [self[name] for name in self.base_fields if name not in MEETING]

    def meeting(self) -> list:
        return [self[name] for name in MEETING]

    def clean(self):
        super().clean()
        cleaned = self.cleaned_data
        kind, meets = cleaned.get("kind"), cleaned.get("meets")
        if meets != Meets.PREFERRED or not cleaned.get("weight"):
            cleaned["weight"] = 0
        if kind != Kind.DATES or not cleaned.get("days"):
            cleaned["days"] = 1
        if meets and meets != Meets.INFORMATION:
            self._check_meeting(meets)
        if cleaned.get("counts"):
            self._check_counting(kind)
        return cleaned

    def _check_meeting(self, meets: str) -> None:
        if meets != Meets.REACHES and not self.cleaned_data.get(f"need_label_{SOURCE}"):
            self.add_error(
                f"need_label_{SOURCE}",
                _("Please write in English what whoever needs help is asked."),
            )
        if not self.cleaned_data.get("public"):
            self.add_error("meets", _("Only answers that everyone may read can be compared."))
        if meets == Meets.PREFERRED and not self.cleaned_data["weight"]:
            self.add_error("weight", _("Please write how many points it is worth."))

    def _check_counting(self, kind: str | None) -> None:
        if kind != Kind.NUMBER or not self.cleaned_data.get("public"):
            self.add_error("counts", _("Only a number that everyone may read can count places."))
        others = Question.objects.filter(category=self.question.category_id, counts=True)
        if other := others.exclude(pk=self.question.pk).first():
            message = _("“%(question)s” counts the places already. Only one question can.")
            label = str(pick(other.label, get_language()))
            self.add_error("counts", message % {"question": label})

    def is_valid(self) -> bool:
        return all([super().is_valid(), self.options.is_valid()]) and self._has_enough()

    def _has_enough(self) -> bool:
        count = len(self._kept())
        if self.cleaned_data["meets"] == Meets.REACHES and count != LENGTHS:
            message = _("It needs four options in this order: town, region, country, abroad.")
            self.add_error("meets", message)
            return False
        if self.cleaned_data["kind"] not in CHOICES or 1 < count <= OPTIONS_MAX:
            return True
        if count > OPTIONS_MAX:
            self.add_error("kind", _("There are too many options: at most %d.") % OPTIONS_MAX)
            return False
        self.add_error("kind", _("Please write at least two options to choose from, in English."))
        return False

    def _kept(self) -> list["OptionForm"]:
        """Neither the empty rows nor those to be removed."""
        filled = [form for form in self.options if form.has_changed() or not form.empty_permitted]
        return [form for form in filled if form not in self.options.deleted_forms]

    def draft(self) -> QuestionDraft:
        options = [form.option() for form in self._kept()]
        return QuestionDraft(**self.values(), options=options)


class OptionForm(TranslatedForm):
    """One option; a row without a `value` is a new one."""

    value = forms.SlugField(required=False, widget=forms.HiddenInput)
    specify = forms.BooleanField(
        label=gettext_lazy("Whoever chooses it is asked to say more"), required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.add_texts("label", _("Option"), self.initial.get("label"), max_length=80)

    def option(self) -> dict:
        data = self.cleaned_data
        return {
            "value": data["value"],
            "label": self.texts_of("label"),
            "specify": data["specify"],
        }


OptionFormSet = forms.formset_factory(
    OptionForm, extra=MORE_OPTIONS, max_num=OPTIONS_MAX, can_delete=True, can_delete_extra=False
)


def _ways(kind: str | None) -> list[tuple[str, Any]]:
    """How the two sides of such a question may meet, in words; all ways while it has no kind."""
    labels: dict[str, Any] = dict(Meets.choices)
    if kind not in Kind.values:
        return list(labels.items())
    if kind == Kind.SEVERAL:
        labels[Meets.OVERLAPS] = _("the offer must have at least one of what is asked")
    return [(way, labels[way]) for way in (Meets.INFORMATION, *WAYS.get(kind, ()))]


def _initial(row: Category | Question) -> dict:
    """The row's plain columns; of a new row only where it will stand."""
    if row._state.adding:
        return {"position": row.position}
    return {field.name: getattr(row, field.name) for field in row._meta.fields}

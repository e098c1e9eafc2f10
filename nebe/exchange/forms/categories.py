"""The forms of the network's admin: a kind of help, a question, its options."""

from typing import Any, cast

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nebe.core.ui.templatetags.ui import icon
from nebe.core.ui.views import ICONS

from ..models import Category, Question
from ..services.categories import CHOICES, CategoryDraft, QuestionDraft
from .fields import ParagraphField
from .translated import TranslatedForm, WordsField

MORE_OPTIONS = 3
OPTIONS_MAX = 60
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

    def __init__(self, data=None, *, question: Question, **kwargs):
        super().__init__(data, initial=_initial(question), **kwargs)
        self.add_texts("label", _("Question"), question.label, max_length=120)
        self.add_texts(
            "help",
            _("Explanation"),
            question.help,
            field=ParagraphField,
            required=False,
            max_length=400,
        )
        self.options = OptionFormSet(data, initial=question.options, prefix="options")

    def rules(self) -> list:
        return [self[name] for name in self.base_fields]

    def is_valid(self) -> bool:
        return all([super().is_valid(), self.options.is_valid()]) and self._has_enough()

    def _has_enough(self) -> bool:
        if self.cleaned_data["kind"] not in CHOICES or len(self._kept()) > 1:
            return True
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


def _initial(row: Category | Question) -> dict:
    """The row's plain columns; of a new row only where it will stand."""
    if row._state.adding:
        return {"position": row.position}
    return {field.name: getattr(row, field.name) for field in row._meta.fields}

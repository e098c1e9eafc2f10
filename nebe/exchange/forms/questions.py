"""A category's own questions as form fields, and their answers as data."""

from datetime import date

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nebe.core.places.forms import MunicipalityField
from nebe.core.texts.translated import pick

from ..models import Category, Question
from .fields import DateField, ImagesField, LineField, ParagraphField, refuse_contacts

Kind = Question.Kind
SPECIFY = "specify"


def name_of(question: Question, part: str = "") -> str:
    name = f"{question.category_id}.{question.key}"
    return f"{name}.{part}" if part else name


class Specifying:
    """A choice some of whose options ask to say more; the style sheet then shows where."""

    specify: frozenset[str] = frozenset()

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)  # type: ignore[misc]
        if value in self.specify:
            option["attrs"]["data-specify"] = True
        return option


class SpecifyField(LineField):
    """Seen when such an option is chosen, or when it says something."""

    specifies = True
    widget = forms.TextInput(attrs={"placeholder": " "})  # so that the style sheet sees it empty


class OneOf(Specifying, forms.RadioSelect):
    pass


class SeveralOf(Specifying, forms.CheckboxSelectMultiple):
    pass


def fields_of(question: Question) -> dict[str, forms.Field]:
    """Field name → field: one, or two for a range of dates or a choice with "please specify"."""
    common = {
        "label": str(pick(question.label, get_language())),
        "help_text": str(pick(question.help, get_language())),
        "required": question.required,
    }
    fields = _MAKERS[Kind(question.kind)](question, common)
    if question.public:
        for field in fields.values():
            if isinstance(field, LineField | ParagraphField):
                field.validators.append(refuse_contacts)
    return fields


def _choice(question: Question, common: dict) -> dict:
    language = get_language()
    choices = [(o["value"], str(pick(o["label"], language))) for o in question.options]
    if question.kind == Kind.ONE:
        field = forms.ChoiceField(choices=choices, widget=OneOf, **common)
    else:
        field = forms.MultipleChoiceField(choices=choices, widget=SeveralOf, **common)
    fields: dict[str, forms.Field] = {name_of(question): field}
    labels = [
        label
        for option, (_value, label) in zip(question.options, choices, strict=True)
        if option.get("specify")
    ]
    if labels:
        label = _("If “%(option)s”: please say more") % {"option": ", ".join(labels)}
        field.widget.specify = frozenset(o["value"] for o in question.options if o.get("specify"))
        fields[name_of(question, SPECIFY)] = SpecifyField(
            label=label, required=False, max_length=200
        )
    return fields


def _dates(question: Question, common: dict) -> dict:
    label = common.pop("label")
    since, until = _("%(question)s (from)"), _("%(question)s (until)")
    return {
        name_of(question, "from"): DateField(label=since % {"question": label}, **common),
        name_of(question, "until"): DateField(
            label=until % {"question": label}, **(common | {"required": False, "help_text": ""})
        ),
    }


_MAKERS = {
    Kind.ONE: _choice,
    Kind.SEVERAL: _choice,
    Kind.TEXT: lambda q, common: {name_of(q): LineField(max_length=200, **common)},
    Kind.LONG_TEXT: lambda q, common: {name_of(q): ParagraphField(max_length=2000, **common)},
    Kind.NUMBER: lambda q, common: {
        name_of(q): forms.IntegerField(min_value=0, max_value=1_000_000, **common)
    },
    Kind.DATE: lambda q, common: {name_of(q): DateField(**common)},
    Kind.DATES: _dates,
    Kind.PLACE: lambda q, common: {name_of(q): MunicipalityField(**common)},
    Kind.IMAGE: lambda q, common: {name_of(q): ImagesField(**common)},
}


def questions_of(categories: list[Category]) -> dict[Category, list[Question]]:
    """The active questions of each category, in one query."""
    rows = Question.objects.filter(category__in=categories, active=True)
    by_slug: dict[str, list[Question]] = {category.pk: [] for category in categories}
    for row in rows.order_by("position", "pk"):
        by_slug[row.category_id].append(row)
    return {category: by_slug[category.pk] for category in categories}


def answers_of(question: Question, cleaned: dict) -> dict:
    """Field name → answer as it is stored (JSON); what was not said is left out.

    Pictures are not answers: they are kept as the offer's images.
    """
    if question.kind == Kind.IMAGE:
        return {}
    names = [name_of(question, part) for part in ("", SPECIFY, "from", "until")]
    said = {name: cleaned.get(name) for name in names}
    return {name: _stored(value) for name, value in said.items() if value not in (None, "", [])}


def _stored(value):
    if isinstance(value, date):
        return value.isoformat()
    return getattr(value, "pk", value)


def images_of(question: Question, cleaned: dict) -> list[bytes]:
    return cleaned.get(name_of(question)) or [] if question.kind == Kind.IMAGE else []

"""Texts with placeholders: a template, a mail to many, and putting a template into a text."""

from collections.abc import Mapping
from typing import cast

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nebe.core.people.actors import StaffActor
from nebe.core.texts.translated import is_stale, pick, text_of

from ..models import MessageTemplate
from ..placeholders import PLACEHOLDERS, addresses_in, placeholders_unknown
from ..selectors.message_templates import template_choices, template_for
from .fields import LineField, ParagraphField
from .translated import TranslatedForm

TEXT_MAX = 3000
ROWS = 8
INSERT = "insert"  # the button's name


def refuse_unknown(text: str) -> None:
    """Validator: only what stands for something may be in curly brackets."""
    if unknown := placeholders_unknown(text):
        raise forms.ValidationError(
            _("Nebe does not know what %(unknown)s stands for. You can use: %(known)s."),
            params={
                "unknown": ", ".join(unknown),
                "known": ", ".join(f"{{{name}}}" for name in PLACEHOLDERS),
            },
        )


def refuse_addresses(text: str) -> None:
    """Validator: a mail has one link, to the person's own page."""
    if found := addresses_in(text):
        raise forms.ValidationError(
            _("Please take out the link %(found)s. The only link of such a mail is {link}."),
            params={"found": ", ".join(found)},
        )


class TextsForm(TranslatedForm):
    """`text` in each language of the interface, at least in one of them."""

    def texts_add(self, known: Mapping | None) -> None:
        self.add_texts(
            "text",
            gettext_lazy("Text"),
            known,
            field=ParagraphField,
            required=False,
            max_length=TEXT_MAX,
            validators=[refuse_unknown, refuse_addresses],
        )
        for code, _name in LANGUAGES:
            self.fields[f"text_{code}"].widget.attrs["rows"] = ROWS

    def typed(self) -> dict[str, str]:
        """Language → text, of those that were filled in."""
        said = {code: self.cleaned_data.get(f"text_{code}", "") for code, _name in LANGUAGES}
        return {code: text for code, text in said.items() if text}


LANGUAGES = settings.LANGUAGES


class TemplateForm(TextsForm):
    name = LineField(label=gettext_lazy("Name"), max_length=80)
    purpose = forms.ChoiceField(
        label=gettext_lazy("What it is for"), choices=MessageTemplate.Purpose.choices
    )
    source = forms.ChoiceField(
        label=gettext_lazy("Language of the original"),
        help_text=gettext_lazy(
            "When the original changes, the other languages are marked until somebody has "
            "looked at them."
        ),
        choices=LANGUAGES,
    )

    def __init__(self, *args, template: MessageTemplate, **kwargs):
        kwargs["initial"] = {
            "name": text_of(template.name.get(template.source)) or str(pick(template.name, "en")),
            "purpose": template.purpose,
            "source": template.source,
        }
        super().__init__(*args, **kwargs)
        self.texts_add(template.text)
        self.stale = [code for code, _name in LANGUAGES if is_stale(template.text, code)]

    def clean(self):
        super().clean()
        values = self.cleaned_data
        source = values.get("source")
        has_errors = any(name.startswith("text_") for name in self.errors)
        if source and not has_errors and not values.get(f"text_{source}"):
            self.add_error(f"text_{source}", _("Write the text in the language of the original."))
        return values

    def still_right(self) -> tuple[str, ...]:
        """Languages that were ticked as fitting the changed original."""
        return tuple(code for code in self.stale if f"still_right_{code}" in self.data)


class BulkMailForm(TextsForm):
    """The text of a mail to many, with a template to begin from."""

    template = forms.ChoiceField(label=gettext_lazy("Template"), required=False)

    def __init__(self, *args, actor: StaffActor, text: Mapping, **kwargs):
        super().__init__(*args, **kwargs)
        self.texts_add(text)
        template_field(self, actor, MessageTemplate.Purpose.HELPERS)

    def clean(self):
        super().clean()
        if not self.errors and not self.typed():
            raise forms.ValidationError(_("Write the text in one language at least."))
        return self.cleaned_data


def template_field(form: forms.Form, actor: StaffActor, *purposes: str) -> None:
    choices = template_choices(actor, *purposes)
    cast(forms.ChoiceField, form.fields["template"]).choices = choices


def template_chosen(data, actor: StaffActor) -> MessageTemplate | None:
    """The template that the button asks for, if it is one that the actor may use."""
    try:
        return template_for(actor, data.get("template", ""))
    except (ValueError, forms.ValidationError):
        return None


def put_into(typed: str, text: str) -> str:
    """What was typed stays; the template follows it."""
    return "\n\n".join(part for part in (typed.strip(), text.strip()) if part)

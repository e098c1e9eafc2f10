"""Asking, writing, sharing: the forms between one who asks and one who helps."""

from typing import cast

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from nebe.core.people.guard import GuardedForm
from nebe.core.places.forms import MunicipalityField
from nebe.core.texts.translated import pick

from ..models import Category
from .fields import FilesField, LineField, ParagraphField


class MinorForm(forms.Form):
    """Asked of everyone, before anything else. The answer is not stored."""

    alone = forms.ChoiceField(
        label=_("Are you under 18 and without a parent or guardian here?"),
        choices=[("no", _("No")), ("yes", _("Yes"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose yes or no.")},
    )


class WhereForm(forms.Form):
    """The town of someone under 18 who is alone: only to say who helps there, never kept."""

    town = MunicipalityField(
        label=_("In which town are you?"),
        error_messages={"required": _("Write the town, or call one of the numbers below.")},
    )


class WithoutAccountForm(forms.Form):
    """Who asks is not under 18 and alone, and has an e-mail or wants a code on paper."""

    def clean_alone(self):
        if self.cleaned_data["alone"] != "no":
            raise forms.ValidationError(_("Please answer the question about your age first."))
        return "no"

    def clean(self):
        cleaned = super().clean()
        email, none = self.cleaned_data.get("email"), self.cleaned_data.get("no_email")
        if not email and not none and "email" not in self.errors:
            self.add_error(
                "email", _("Please write your e-mail, or choose the code on paper below.")
            )
        return cleaned


class AskForm(WithoutAccountForm, GuardedForm):
    unmarked = frozenset({"email"})  # not marked as optional: it or the code on paper is needed

    alone = forms.CharField(widget=forms.HiddenInput, initial="no")
    category = forms.ChoiceField(label=_("What do you ask for?"), widget=forms.RadioSelect)
    text = ParagraphField(
        label=_("What do you need?"),
        help_text=_("Please write no phone number or address. You can share them later."),
        max_length=3000,
        min_length=5,
    )
    name = LineField(
        label=_("What should we call you?"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail"),
        help_text=_("The helper does not see it until you agree."),
        max_length=200,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )
    no_email = forms.BooleanField(
        label=_("I have no e-mail. Give me a code to write on paper."), required=False
    )

    def __init__(self, *args, categories: list[Category], **kwargs):
        super().__init__(*args, **kwargs)
        self.categories = {category.pk: category for category in categories}
        field = cast(forms.ChoiceField, self.fields["category"])
        language = get_language()
        field.choices = [(c.pk, str(pick(c.name, language))) for c in categories]
        if len(categories) == 1:
            field.widget = forms.HiddenInput()
            field.initial = categories[0].pk

    def clean_no_email(self):
        return self.cleaned_data["no_email"] and not self.cleaned_data.get("email")


class MessageForm(GuardedForm):
    """`room`: how many files may be sent with it."""

    text = ParagraphField(label=_("Your message"), max_length=3000)

    def __init__(self, *args, room: int = 0, **kwargs):
        super().__init__(*args, **kwargs)
        if room:
            self.fields["files"] = FilesField(
                label=_("Pictures or PDF"),
                help_text=_(
                    "At most %(count)s files of up to 10 MB. We remove where and when a picture "
                    "was taken, and what is hidden in a PDF."
                )
                % {"count": room},
                most=room,
                required=False,
            )


class ShareForm(forms.Form):
    """What the other side will see once both agree."""

    name = LineField(label=_("Your name"), max_length=100)
    phone = LineField(
        label=_("Your phone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel", "dir": "ltr"}),
    )

    def __init__(self, *args, has_email: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["phone"].required = not has_email


class DetailsForm(forms.Form):
    """Change one's own name, phone and language of mails."""

    name = LineField(label=_("Your name"), max_length=100, required=False)
    phone = LineField(
        label=_("Your phone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel", "dir": "ltr"}),
    )


class LinkForm(GuardedForm):
    """Send me my private link."""

    email = forms.EmailField(
        label=_("Your e-mail"),
        max_length=200,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )


class CodeForm(forms.Form):
    """A code that was written on paper."""

    code = LineField(
        label=_("Your code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "dir": "ltr",
                "data-code": "",
            }
        ),
    )

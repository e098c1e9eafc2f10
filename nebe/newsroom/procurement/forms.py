from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nebe.core.people.guard import GuardedForm
from nebe.core.texts import contacts


def paragraph(**kwargs) -> forms.CharField:
    return forms.CharField(widget=forms.Textarea(attrs={"rows": 5}), **kwargs)


class AskForm(GuardedForm):
    text = paragraph(label=gettext_lazy("Your question"), min_length=10, max_length=3000)
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail"),
        help_text=gettext_lazy("Only if you want to be told when it is answered. Not published."),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class AnswerForm(forms.Form):
    """What everybody reads: nothing in it may lead to who asked."""

    asked = paragraph(
        label=gettext_lazy("The question, in words for everybody"),
        help_text=gettext_lazy("Take out everything that shows who asked."),
        max_length=3000,
    )
    answer = paragraph(label=gettext_lazy("The answer"), max_length=6000)

    def clean_asked(self) -> str:
        text = self.cleaned_data["asked"]
        found = [contact.value.strip() for contact in contacts.find(text)]
        if found:
            raise forms.ValidationError(
                _("Everyone can read this. Please take out: %(found)s."),
                params={"found": ", ".join(found)},
            )
        return text

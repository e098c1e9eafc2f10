from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nebe.core.people.guard import GuardedForm
from nebe.core.texts import contacts
from nebe.core.texts.translated import RIGHT_TO_LEFT


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
    """What everybody reads: nothing in it may lead to who asked.

    In the notice's language, as what holds; in each other one both texts or none.
    """

    asked = paragraph(
        label=gettext_lazy("The question, in words for everybody"),
        help_text=gettext_lazy("Take out everything that shows who asked."),
        max_length=3000,
    )
    answer = paragraph(label=gettext_lazy("The answer"), max_length=6000)

    def __init__(self, data: Any = None, *, language: str, **options):
        super().__init__(data, **options)
        self.language = language
        self.others = [code for code, _name in settings.LANGUAGES if code != language]
        texts: list[Any] = [self.fields["asked"], self.fields["answer"]]
        for code in self.others:
            for name, own in zip(("asked", "answer"), texts, strict=True):
                label = f"{own.label} ({settings.LANGUAGE_NAMES[code]})"
                self.fields[f"{name}_{code}"] = in_language(code, label, own.max_length)
        for field in texts:
            field.widget.attrs |= words_of(language)

    def clean(self):
        for code in self.others:
            texts = {name: self.cleaned_data.get(name) for name in pair(code)}
            if any(texts.values()) and not all(texts.values()):
                words = _("Write question and answer in this language, or neither.")
                self.add_error(min(texts, key=lambda name: bool(texts[name])), words)
        for name in ("asked", *(f"asked_{code}" for code in self.others)):
            found = [each.value.strip() for each in contacts.find(self.cleaned_data.get(name, ""))]
            if found:
                words = _("Everyone can read this. Please take out: %(found)s.")
                self.add_error(name, words % {"found": ", ".join(found)})
        return super().clean()

    def texts(self) -> dict[str, dict[str, str]]:
        """`{"asked": {language: text}, "answer": {language: text}}`"""
        typed = self.cleaned_data
        told = {name: {self.language: typed[name]} for name in ("asked", "answer")}
        for code in self.others:
            asked, answer = pair(code)
            if typed[asked]:
                told["asked"][code], told["answer"][code] = typed[asked], typed[answer]
        return told

    @property
    def own_fields(self) -> list:
        return [self["asked"], self["answer"]]

    @property
    def other_fields(self) -> list:
        return [self[name] for code in self.others for name in pair(code)]


def pair(code: str) -> tuple[str, str]:
    return f"asked_{code}", f"answer_{code}"


def words_of(code: str) -> dict[str, str]:
    return {"lang": code, "dir": "rtl" if code in RIGHT_TO_LEFT else "ltr"}


def in_language(code: str, label: str, longest: int) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3, **words_of(code)})
    return forms.CharField(label=label, max_length=longest, required=False, widget=widget)

"""Texts that are written in several languages, in one form."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .selectors.results import reader_text


def languages() -> list[tuple[str, str]]:
    """The reader's first."""
    here = get_language()
    return sorted(settings.LANGUAGES, key=lambda each: each[0] != here)


class WordsForm(forms.Form):
    """Texts in the languages of the site; those in others, from files, stay as they are."""

    texts: Mapping[str, tuple[Any, int, bool]] = {}  # name → label, lines, whether one is needed

    def __init__(self, data: Any = None, *, texts: Mapping[str, dict] | None = None, **options):
        super().__init__(data, **options)
        self.before = texts or {}
        for name, (label, lines, _needed) in self.texts.items():
            known = self.before.get(name) or {}
            for code, language in languages():
                widget = forms.Textarea({"rows": lines}) if lines > 1 else forms.TextInput()
                widget.attrs |= {"lang": code, "dir": "rtl" if code == "ar" else "ltr"}
                self.fields[f"{name}_{code}"] = forms.CharField(
                    label=f"{label} ({language})",
                    required=False,
                    max_length=4000,
                    widget=widget,
                    initial=str(reader_text({code: known[code]})) if known.get(code) else "",
                )

    def clean(self):
        for name, (_label, _lines, needed) in self.texts.items():
            if needed and not self.words(name):
                self.add_error(
                    f"{name}_{languages()[0][0]}", _("Write it in one language at least.")
                )
        return super().clean()

    @property
    def unmarked(self) -> list[str]:
        """Not marked as optional: of these one language is needed."""
        return [
            f"{name}_{code}"
            for name, (_label, _lines, needed) in self.texts.items()
            if needed
            for code, _language in languages()
        ]

    def words(self, name: str) -> dict[str, Any]:
        """What is typed; a text that did not change keeps what is known of it."""
        found = dict(self.before.get(name) or {})
        for code, _language in languages():
            text = self.cleaned_data.get(f"{name}_{code}", "")
            if text and str(reader_text({code: found.get(code, "")})) != text:
                found[code] = text
            elif not text:
                found.pop(code, None)
        return found

    def of_texts(self) -> list[tuple[Any, list]]:
        """For the page: the field in the reader's language, and those in the others."""
        found = []
        for name in self.texts:
            first, *others = [self[f"{name}_{code}"] for code, _language in languages()]
            found.append((first, others))
        return found

    def other_fields(self) -> list:
        return [
            self[name]
            for name in self.fields
            if not any(name.startswith(f"{text}_") for text in self.texts)
        ]

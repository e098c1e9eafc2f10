"""Texts in every language of the interface, side by side: `name_en`, `name_cs`, …"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings

from nebe.core.texts.translated import RIGHT_TO_LEFT, text_of

from .fields import LineField, ParagraphField

SOURCE = "en"
ROWS = 4


class WordsField(ParagraphField):
    """A list of words or phrases, one in each line."""

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value) -> list[str]:
        lines = (" ".join(line.split()) for line in super().clean(value).splitlines())
        return list(dict.fromkeys(line for line in lines if line))


class TranslatedForm(forms.Form):
    """`add_texts` adds a text's fields and `texts_of` reads them; only English may be required."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.known: dict[str, Mapping] = {}
        self.legends: dict[str, tuple] = {}

    def values(self) -> dict[str, Any]:
        """Everything that was filled in: the plain fields, and each text by language."""
        plain = {name: self.cleaned_data[name] for name in self.base_fields}
        return plain | {name: self.texts_of(name) for name in self.legends}

    def add_texts(
        self,
        name: str,
        label,
        known: Mapping | None,
        *,
        field: type[forms.CharField] = LineField,
        required: bool = True,
        help_text="",
        **options,
    ) -> None:
        self.known[name] = known or {}
        self.legends[name] = (label, help_text)
        for code, language in settings.LANGUAGES:
            added = field(
                label=f"{label} ({language})",
                required=required and code == SOURCE,
                initial=_editable(self.known[name].get(code)),
                **options,
            )
            direction = "rtl" if code in RIGHT_TO_LEFT else "ltr"
            added.widget.attrs |= {"lang": code, "dir": direction}
            if isinstance(added, ParagraphField):
                added.widget.attrs["rows"] = ROWS
            self.fields[f"{name}_{code}"] = added

    def texts(self) -> list[dict]:
        """Each text for the page: its legend, and its field in every language."""
        return [
            {"name": name, "legend": legend, "help": help_text, "fields": self._fields_of(name)}
            for name, (legend, help_text) in self.legends.items()
        ]

    def _fields_of(self, name: str) -> list[dict]:
        source = self[f"{name}_{SOURCE}"].value()
        return [
            {
                "field": (field := self[f"{name}_{code}"]),
                "code": code,
                "language": language,
                "missing": bool(source and not field.value()),
            }
            for code, language in settings.LANGUAGES
        ]

    def texts_of(self, name: str) -> dict:
        """Language → text. A text that was not touched keeps what is known of its translation."""
        known = self.known[name]
        typed = {code: self.cleaned_data[f"{name}_{code}"] for code, _ in settings.LANGUAGES}
        others = {code: value for code, value in known.items() if code not in typed}
        return others | {
            code: known[code] if _editable(known.get(code)) == text else text
            for code, text in typed.items()
            if text
        }


def _editable(value):
    return value if isinstance(value, list) else text_of(value)

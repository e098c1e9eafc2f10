"""What a project is called and wants, in several languages; its numbers; when and how it runs."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..iati.nodes import UNDETERMINED, Record
from ..models import Project
from .base import Asked, FieldsForm, RowForm, Section, typed, without_empty
from .fields import NOT_SAID

LONGEST = 20_000  # characters
NAMES = dict(settings.LANGUAGES)
# Key of the form → IATI's codelist DescriptionType.
TYPES = {"aim": "2", "about": "1", "whom": "3"}
LABELS = {
    "title": _("Title"),
    "aim": _("What it wants to reach"),
    "about": _("What is done"),
    "whom": _("For whom"),
}


def language_name(code: str) -> Any:
    return _("Without a language") if code == UNDETERMINED else NAMES.get(code, code)


def described(rows: list[Record], type_: str) -> int | None:
    """Where the first description of a type is; one without a type is a general one."""
    found = (at for at, row in enumerate(rows) if (row.get("type") or "1") == type_)
    return next(found, None)


def text_field(label: Any, language: str, rows: int) -> forms.CharField:
    of = {"dir": "auto"} if language == UNDETERMINED else {"lang": language, "dir": "auto"}
    widget = forms.Textarea(attrs={"rows": rows, **of})
    return forms.CharField(label=label, required=False, max_length=LONGEST, widget=widget)


class TextsForm(FieldsForm):
    acronym = forms.CharField(label=_("Acronym"), max_length=40, required=False)
    language = forms.ChoiceField(
        label=_("Main language"),
        choices=[("", NOT_SAID), *settings.LANGUAGES],
        required=False,
        help_text=_("A text that says no language is read as one in this."),
    )

    def __init__(self, asked: Asked, data: Any = None):
        self.languages = languages_of(asked.whole)
        super().__init__(asked, data)
        for code in self.languages:
            for name, label in LABELS.items():
                self.fields[f"{name}-{code}"] = text_field(
                    label, code, rows=2 if name == "title" else 4
                )
        self.initial.update(
            (f"{name}-{code}", text) for name in LABELS for code, text in self.told(name).items()
        )

    def initial_of(self, whole: Record) -> dict[str, Any]:
        return {
            "acronym": whole.get("acronym", ""),
            "language": whole.get("language", ""),
        }

    def told(self, name: str) -> dict[str, str]:
        if name == "title":
            return self.asked.whole.get("title", {})
        rows = self.asked.whole.get("descriptions", [])
        at = described(rows, TYPES[name])
        return {} if at is None else rows[at].get("text", {})

    def clean(self) -> None:
        if not any(self.cleaned_data.get(f"title-{code}") for code in self.languages):
            raise forms.ValidationError(_("Give it a title in one language at least."))

    def typed(self, name: str) -> dict[str, str]:
        words = self.told(name)
        for code in self.languages:
            words = typed(words, code, self.cleaned_data[f"{name}-{code}"])
        return words

    def changes(self) -> Record:
        rows = list(self.asked.whole.get("descriptions", []))
        for name, type_ in TYPES.items():
            text, at = self.typed(name), described(rows, type_)
            if at is not None:
                rows[at] = rows[at] | {"text": text} if text else {}
            elif text:
                rows.append({"type": type_, "text": text})
        return {
            "acronym": self.cleaned_data["acronym"],
            "language": self.cleaned_data["language"],
            "title": self.typed("title"),
            "descriptions": [row for row in rows if row],
        }

    def groups(self) -> list[tuple[Any, list[forms.BoundField], bool]]:
        found: list[tuple[Any, list[forms.BoundField], bool]] = [
            ("", [self["acronym"], self["language"]], True)
        ]
        used = {code for name in LABELS for code in self.told(name)}
        for code in self.languages:
            fields = [self[f"{name}-{code}"] for name in LABELS]
            unfolded = code in used or any(field.errors for field in fields)
            found.append((language_name(code), fields, unfolded or (not used and len(found) == 1)))
        return found


def languages_of(whole: Record) -> list[str]:
    """Its main language, the reader's, the site's others, and what else a file brought."""
    first = [whole.get("language", ""), (get_language() or "en").split("-")[0]]
    texts = [
        whole.get("title", {}),
        *(row.get("text", {}) for row in whole.get("descriptions", [])),
    ]
    there = [code for text in texts for code in text]
    return list(dict.fromkeys(code for code in [*first, *NAMES, *there] if code))


class Texts(Section):
    name = "texts"
    title = _("Title and aims")
    keys = ("acronym", "language", "title", "descriptions")
    form = TextsForm


class NumbersForm(FieldsForm):
    iati_identifier = forms.CharField(
        label=_("IATI identifier"),
        required=False,
        max_length=200,
        help_text=_("The number of the reporting organisation and its own number of the project."),
    )

    def __init__(self, asked: Asked, data: Any = None):
        super().__init__(asked, data)
        # By it files know the project again: whoever changes it cuts this tie.
        there = bool(asked.whole.get("iati_identifier"))
        self.fields["iati_identifier"].disabled = there and not asked.is_office

    def initial_of(self, whole: Record) -> dict[str, Any]:
        return {"iati_identifier": whole.get("iati_identifier", "")}

    def clean_iati_identifier(self) -> str:
        found = self.cleaned_data["iati_identifier"].strip()
        others = Project.objects.exclude(pk=self.asked.project.pk)
        if found and others.filter(iati_identifier=found).exists():
            raise forms.ValidationError(_("Another project has this identifier."))
        return found

    def changes(self) -> Record:
        return {"iati_identifier": self.cleaned_data["iati_identifier"]}


class NumberRow(RowForm):
    key = "other_identifiers"
    title = _("Other reference numbers")
    one = _("Reference number")
    ref = forms.CharField(label=_("Number"), max_length=200)
    type = forms.ChoiceField(
        label=_("Whose number"),
        choices=[
            ("A1", _("of the reporting organisation")),
            ("A2", _("of the OECD’s reporting system")),
            ("A3", _("of the donor’s system")),
            ("A9", _("of a funder or a programme")),
            ("B1", _("from before, by another reporting organisation")),
            ("B9", _("another number of an organisation")),
        ],
        initial="A9",
    )
    owner = forms.CharField(label=_("Name of the organisation"), max_length=200, required=False)

    @classmethod
    def initial_of(cls, row: Record, asked: Asked) -> dict[str, Any]:
        owner = row.get("owner", {}).get("text")
        return {"ref": row.get("ref"), "type": row.get("type"), "owner": asked.told(owner).text}

    def row_of(self, row: Record) -> Record:
        data, owner = self.cleaned_data, row.get("owner", {})
        text = self.asked.words(owner.get("text"), data["owner"])
        owner = without_empty(owner, text=text)
        return without_empty(row, ref=data["ref"], type=data["type"], owner=owner)


class Numbers(Section):
    name = "numbers"
    title = _("Reference numbers")
    keys = ("iati_identifier", "other_identifiers")
    form = NumbersForm
    lists = (NumberRow,)

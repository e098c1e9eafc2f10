"""Forms of the projects' staff."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from nebe.core.texts import read_tables

from .editing.fields import currency_choices
from .models import ImportRun

MAX_BYTES = 300 * 1024 * 1024
TABLES = (".csv", ".xlsx", ".tsv", ".txt")


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("XML, XML.GZ, CSV, XLSX, or a ZIP of IATI tables, up to 300 MB."),
    )
    language = forms.ChoiceField(
        label=_("In which language is the table written?"),
        choices=settings.LANGUAGES,
        help_text=_("IATI files say it themselves."),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("The file is too large. Split it; 300 MB is the most."))
        if file.name.lower().endswith(TABLES) and file.size > read_tables.MAX_BYTES:
            raise forms.ValidationError(_("The file is too large. Split it; 20 MB is the most."))
        return file

    @property
    def kind(self) -> str:
        name = self.cleaned_data["file"].name.lower()
        return ImportRun.Kind.TABLE if name.endswith(TABLES) else ImportRun.Kind.IATI


# Cells that may name several: how each is asked about, and what to write.
NAMED = {
    "funders": (
        _("Who pays: “%(cell)s”"),
        _("One funder, or several? Write each on a line of its own."),
    ),
    "programmes": (
        _("Programme: “%(cell)s”"),
        _("One programme, or several? Write each on a line of its own."),
    ),
}
ALIKE = _("Two programmes are called so. Write the whole name of the one that is meant.")


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class AnswerForm(forms.Form):
    """One field for each question that a table leaves open."""

    def __init__(self, run: ImportRun, data: Any = None):
        super().__init__(data)
        self.run = run
        asked = run.answers.get("asked") or {}
        self.cells = {name: [each["cell"] for each in asked.get(name, [])] for name in NAMED}
        for name in NAMED:
            self.ask_names(name, asked.get(name, []))
        if asked.get("currency"):
            self.fields["currency"] = forms.ChoiceField(
                label=_("In which currency are amounts that name none?"),
                choices=[("", "–"), *currency_choices()],
                initial=run.answers.get("currency", ""),
            )
        if asked.get("corrections"):
            self.fields["corrections_seen"] = forms.BooleanField(
                label=_("I have looked at what is put right, and agree."),
                initial=run.answers.get("corrections_seen", False),
            )

    def ask_names(self, name: str, asked: list[dict[str, str]]) -> None:
        label, hint = NAMED[name]
        told = self.run.answers.get(name, {})
        for at, each in enumerate(asked):
            is_alike = each["why"] == "alike"
            self.fields[f"{name}_{at}"] = forms.CharField(
                label=label % {"cell": each["cell"]},
                help_text=ALIKE if is_alike else hint,
                initial="\n".join(told.get(each["cell"], [] if each["why"] else [each["cell"]])),
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def answers(self) -> dict[str, Any]:
        data = self.cleaned_data
        names = {
            name: {cell: lines_of(data[f"{name}_{at}"]) for at, cell in enumerate(cells)}
            for name, cells in self.cells.items()
        }
        return names | {
            "currency": data.get("currency", ""),
            "corrections_seen": bool(data.get("corrections_seen")),
        }

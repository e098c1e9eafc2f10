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


class AnswerForm(forms.Form):
    """One field for each question that a table leaves open."""

    def __init__(self, run: ImportRun, data: Any = None):
        super().__init__(data)
        self.run = run
        asked = run.answers.get("asked") or {}
        self.cells = [each["cell"] for each in asked.get("funders", [])]
        told = run.answers.get("funders", {})
        for at, each in enumerate(asked.get("funders", [])):
            self.fields[f"funders_{at}"] = forms.CharField(
                label=_("Who pays: “%(cell)s”") % {"cell": each["cell"]},
                help_text=_("One funder, or several? Write each on a line of its own."),
                initial="\n".join(told.get(each["cell"], [] if each["why"] else [each["cell"]])),
                widget=forms.Textarea(attrs={"rows": 3}),
            )
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

    def answers(self) -> dict[str, Any]:
        data = self.cleaned_data
        names = {
            cell: [line.strip() for line in data[f"funders_{at}"].splitlines() if line.strip()]
            for at, cell in enumerate(self.cells)
        }
        return {
            "funders": names,
            "currency": data.get("currency", ""),
            "corrections_seen": bool(data.get("corrections_seen")),
        }

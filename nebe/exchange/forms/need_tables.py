"""A table of what an organisation needs, and which of its columns is which."""

import secrets

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..imports.need_columns import LABELS
from ..models import ImportBatch
from ..services.need_tables import columns_in_use

FILE_MAX = 2 * 1024 * 1024
PASTED_MAX = 500_000


class NeedTableForm(forms.Form):
    """Pasted, or as a file."""

    pasted = forms.CharField(
        label=gettext_lazy("Paste the table here"),
        help_text=gettext_lazy("Copy the cells in your spreadsheet, the row of names too."),
        max_length=PASTED_MAX,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto", "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=gettext_lazy("Or send it as a file"),
        help_text=gettext_lazy("XLSX or CSV, up to 2 MB."),
        required=False,
    )
    language = forms.ChoiceField(
        label=gettext_lazy("In which language is it written?"), choices=settings.LANGUAGES
    )
    once = forms.CharField(
        max_length=64,
        initial=lambda: secrets.token_hex(16),
        widget=forms.HiddenInput,
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > FILE_MAX:
            raise forms.ValidationError(_("The file is too large. Split it; 2 MB is the most."))
        return file

    def clean(self):
        super().clean()
        values = self.cleaned_data
        is_empty = not values.get("file") and not values.get("pasted", "").strip()
        if is_empty and not self.errors:
            self.add_error("pasted", _("Please paste a table, or choose a file."))
        return values

    def table(self) -> tuple[str, bytes]:
        """Its name and content; the file counts where there is one."""
        if file := self.cleaned_data["file"]:
            return file.name, file.read()
        return _("Pasted table"), self.cleaned_data["pasted"].strip("\r\n").encode()


class ColumnsForm(forms.Form):
    """Which column is which field."""

    def __init__(self, *args, batch: ImportBatch, **kwargs):
        super().__init__(*args, **kwargs)
        titles = [(str(n), title or f"{n + 1}") for n, title in enumerate(batch.header)]
        current = columns_in_use(batch)
        for name, label in LABELS.items():
            self.fields[name] = forms.ChoiceField(
                label=str(label)[:1].upper() + str(label)[1:],
                choices=[("", "–"), *titles],
                initial=str(current.get(name, "")),
                required=False,
            )

    def columns(self) -> dict[str, int]:
        return {name: int(index) for name, index in self.cleaned_data.items() if index}

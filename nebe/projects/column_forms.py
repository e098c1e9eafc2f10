"""The form by which somebody says which column of a table is what."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .tables.columns import FIELDS

NOT_USED = ("", gettext_lazy("not used"))


class ColumnsForm(forms.Form):
    """A select for each column of `header`; `columns` is what was guessed or remembered."""

    def __init__(self, header: list[str], columns: dict[str, int], data: Any = None):
        super().__init__(data)
        self.header = header
        chosen = {index: field for field, index in columns.items()}
        for index, title in enumerate(header):
            name = title or _("Column %(number)s") % {"number": index + 1}
            self.fields[f"column_{index}"] = forms.ChoiceField(
                label=name,
                choices=[NOT_USED, *FIELDS.items()],
                initial=chosen.get(index, ""),
                required=False,
                widget=forms.Select(attrs={"aria-label": name}),
            )

    def clean(self):
        taken: set[str] = set()
        for name, field in list(self.cleaned_data.items()):
            if field and field in taken:
                self.add_error(name, _("Another column is this already. One is enough."))
            taken.add(field)
        if "title" not in taken:
            raise forms.ValidationError(_("Say which column has the titles of the projects."))
        return self.cleaned_data

    def columns(self) -> dict[str, int]:
        """Field → index of its column."""
        chosen = self.cleaned_data
        return {
            field: index
            for index in range(len(self.header))
            if (field := chosen[f"column_{index}"])
        }

    def rows(self, first: list[tuple[int, list[str]]]) -> list[tuple]:
        """(field of the form, what the first rows have there) for each column."""
        return [
            (self[f"column_{index}"], [cells[index] for _line, cells in first])
            for index in range(len(self.header))
        ]

"""A long form in parts, each with a legend; what few fill in is folded away."""

from collections.abc import Sequence

from django import forms

from .questions import SpecifyField


class GroupedForm(forms.Form):
    """`group` adds a part; `fieldsets` gives them to `exchange/_fieldsets.html`."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.groups: list[tuple[str, list[str], list[str]]] = []  # legend, shown, folded

    def group(self, legend: str, names: Sequence[str], folded: Sequence[str] = ()) -> None:
        shown, more = ([n for n in part if n in self.fields] for part in (names, folded))
        if shown or more:
            self.groups.append((legend, shown or more, more if shown else []))

    def fieldsets(self) -> list[dict]:
        """Each part in the order of the page; what is filled or wrong is not folded away."""
        return [
            {
                "legend": legend,
                "fields": [self[name] for name in names],
                "folded": [self[name] for name in folded],
                "about": " · ".join(self._asks(folded)),
                "open": any(self._is_filled(name) or self[name].errors for name in folded),
            }
            for legend, names, folded in self.groups
        ]

    def _asks(self, names: list[str]) -> list[str]:
        """The questions by name, each once, without those that hang on another one."""
        fields = [self.fields[name] for name in names]
        return list(dict.fromkeys(str(f.label) for f in fields if not isinstance(f, SpecifyField)))

    def _is_filled(self, name: str) -> bool:
        value = self[name].value()
        if isinstance(value, list):
            return any(value)
        return str(value or "") not in ("", str(self.fields[name].initial))

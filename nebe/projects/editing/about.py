"""What a project is about and whom it is for."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..goals import GOALS_VOCABULARY, goal_choices, goal_tag
from ..iati.codelists import codelists
from ..iati.names import MARKERS, SIGNIFICANCE
from ..iati.nodes import Record
from ..terms import (
    SECTORS,
    TARGETS_URI,
    THEMES_URI,
    sector_name,
    tag,
    target_choices,
    theme_choices,
)
from .base import Asked, FieldsForm, RowForm, Section, without_empty
from .fields import share_field, shares_over

OECD = ("", "1")
SUGGESTED = 6


def several(label: Any, choices: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
    )


def kind_of(row: Record) -> str:
    """Which of the three lists of ours a tag is in."""
    if row.get("vocabulary") == GOALS_VOCABULARY:
        return "goals"
    return {THEMES_URI: "themes", TARGETS_URI: "targets"}.get(row.get("vocabulary_uri", ""), "")


class AboutForm(FieldsForm):
    themes = several(_("Themes"), theme_choices)
    targets = several(_("For whom"), target_choices)
    goals = several(_("Sustainable Development Goals of the United Nations"), goal_choices)

    def initial_of(self, whole: Record) -> dict[str, Any]:
        found: dict[str, Any] = {"themes": [], "targets": [], "goals": []}
        for row in whole.get("tags", []):
            if kind := kind_of(row):
                found[kind].append(row.get("code"))
        return found

    def changes(self) -> Record:
        chosen = {(name, code) for name in self.fields for code in self.cleaned_data[name]}
        listed = {(name, code) for name, choices in LISTS.items() for code, _label in choices()}
        rows = [
            row
            for row in self.asked.whole.get("tags", [])
            if (told := (kind_of(row), row.get("code"))) in chosen or told not in listed
        ]
        there = {(kind_of(row), row.get("code")) for row in rows}
        new = [each for each in sorted(chosen, key=in_order) if each not in there]
        return {"tags": rows + [MADE[name](code) for name, code in new]}


LISTS = {"themes": theme_choices, "targets": target_choices, "goals": goal_choices}
MADE = {
    "themes": lambda code: tag(THEMES_URI, code),
    "targets": lambda code: tag(TARGETS_URI, code),
    "goals": goal_tag,
}


def in_order(each: tuple[str, str]) -> tuple[int, str]:
    name, code = each
    return list(MADE).index(name), code.zfill(3)


def sectors() -> dict[str, str]:
    """Code of five digits → its name in the reader's language, else in English."""
    codes = dict.fromkeys([*codelists()["Sector"], *(code for code in SECTORS if len(code) == 5)])
    return {code: sector_name(code) for code in codes}


def sector_label(code: str) -> str:
    name = sector_name(code)
    return f"{code} – {name}" if name != code else code


class SectorField(forms.CharField):
    """A code of the OECD, or words of its English name."""

    widget = forms.TextInput(attrs={"list": "sectors", "autocomplete": "off", "dir": "auto"})

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        code = text.split(" ")[0]
        known = sectors()
        if not text or code in known:
            return code
        english = codelists()["Sector"]
        names = {
            each: [name.casefold(), english.get(each, "").casefold()]
            for each, name in known.items()
        }
        words = text.casefold().split()
        found = [each for each, both in names.items() if text.casefold() in both]
        found = found or [
            each
            for each, both in names.items()
            if any(all(word in name for word in words) for name in both)
        ]
        if len(found) == 1:
            return found[0]
        if not found:
            raise forms.ValidationError(_("No sector has this code or these words in its name."))
        several = "; ".join(sector_label(each) for each in found[:SUGGESTED])
        raise forms.ValidationError(
            _("Several sectors fit. Write the code: %(names)s"), params={"names": several}
        )


class SectorRow(RowForm):
    key = "sectors"
    title = _("Sectors (codes of the OECD)")
    one = _("Sector")
    code = SectorField(label=_("Sector"), help_text=_("A code, or a word of its English name."))
    percentage = share_field()

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if (code := self.initial.get("code", "")) and code.split(" ")[0] not in sectors():
            self.fields["code"] = forms.CharField(label=_("Sector"), disabled=True)

    @classmethod
    def shows(cls, row: Record) -> bool:
        return row.get("vocabulary", "") in OECD

    @classmethod
    def initial_of(cls, row: Record, asked: Asked) -> dict[str, Any]:
        return {"code": sector_label(row.get("code", "")), "percentage": row.get("percentage")}

    def row_of(self, row: Record) -> Record:
        data = self.cleaned_data
        kept = row if data["code"] == row.get("code") else {"vocabulary": "1"}
        return without_empty(kept, code=data["code"], percentage=data["percentage"])


class MarkerRow(RowForm):
    key = "policy_markers"
    title = _("Policy markers of the OECD")
    one = _("Policy marker")
    blank = 1
    code = forms.ChoiceField(label=_("Policy"), choices=[("", "–"), *MARKERS.items()])
    significance = forms.ChoiceField(
        label=_("How much it matters"), choices=[("", "–"), *SIGNIFICANCE.items()]
    )

    @classmethod
    def shows(cls, row: Record) -> bool:
        return row.get("vocabulary", "") in OECD

    @classmethod
    def initial_of(cls, row: Record, asked: Asked) -> dict[str, Any]:
        return {"code": row.get("code"), "significance": row.get("significance")}

    def row_of(self, row: Record) -> Record:
        data = self.cleaned_data
        kept = row if data["code"] == row.get("code") else {"vocabulary": "1"}
        return without_empty(kept, code=data["code"], significance=data["significance"])


class About(Section):
    name = "about"
    title = _("Themes, target groups, sectors")
    keys = ("tags", "sectors", "policy_markers")
    form = AboutForm
    lists = (SectorRow, MarkerRow)

    @property
    def suggested(self) -> list[str]:
        return [sector_label(code) for code in sectors()]

    def faults(self, changes: Record) -> Iterable[str]:
        if shares_over(row for row in changes["sectors"] if SectorRow.shows(row)):
            yield gettext("The shares of the sectors are more than 100 % together.")
        rows = changes["policy_markers"]
        codes = [row.get("code") for row in rows if MarkerRow.shows(row)]
        if rows != self.asked.whole.get("policy_markers", []) and len(codes) > len(set(codes)):
            yield gettext("A policy marker is there twice.")

"""Which projects belong together."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nebe.core.ui.suggest import SuggestInput

from ..iati.nodes import Record
from ..models import Relation
from ..related import project_meant, rows_told, split
from .base import Asked, RowForm, Section, with_changes

# Of these the standard knows nothing: both are projects of ours.
ORDER = (Relation.Kind.PREDECESSOR, Relation.Kind.CONTINUATION)


class RelatedRow(RowForm):
    key = "related"
    title = _("Related projects")
    one = _("Project")
    kind = forms.ChoiceField(label=_("This project"), choices=[("", "–"), *Relation.Kind.choices])
    other = forms.CharField(
        label=_("Which project"),
        max_length=300,
        help_text=_("Its title, its IATI identifier, or the last part of its address here."),
        widget=SuggestInput("projects_staff:suggest_projects"),
    )

    @classmethod
    def initial_of(cls, row: Record, asked: Asked) -> dict[str, Any]:
        return {"kind": row.get("kind"), "other": row["told"], "is": row}

    def clean(self) -> None:
        data, row = self.cleaned_data, self.initial.get("is", {})
        text, kind = data.get("other"), data.get("kind")
        data["meant"] = {name: row[name] for name in ("ref", "project") if name in row}
        if not text or not kind:
            return
        if text == row.get("told"):
            if kind not in ORDER or "project" in row:
                return
            text = row["ref"]
        found, problem = project_meant(text, self.asked.actor, without=self.asked.project)
        if found:
            data["meant"] = {"project": str(found.pk)}
        elif kind not in ORDER and " " not in text:
            data["meant"] = {"ref": text}  # of somebody whose projects are not here
        else:
            self.add_error("other", problem)

    def row_of(self, row: Record) -> Record:
        return {"kind": self.cleaned_data["kind"], **self.cleaned_data["meant"]}


class Related(Section):
    """What the standard has a word for goes into files, the rest is ours."""

    name = "related"
    title = _("Related projects")
    keys = ("related_activities", "relations")
    lists = (RelatedRow,)

    def prepared(self, asked: Asked) -> Asked:
        rows = rows_told(asked.whole, asked.actor)
        return replace(asked, whole=with_changes(asked.whole, {"related": rows}))

    def changes(self) -> Record:
        return split(super().changes()["related"])

"""By what readers narrow the lists: only choices of which there is something."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ..terms import target_name, theme_name
from .reading import STATES, organisations_of
from .texts import codes_used


class Filters(forms.Form):
    """`asked` is what was chosen; a value that is no choice asks for nothing."""

    def add_words(self) -> None:
        self.fields["q"] = forms.CharField(label=_("Words"), max_length=200, required=False)

    def add(self, name: str, label: str, choices: list[tuple[str, Any]]) -> None:
        if len(choices) > 1 or self.data.get(name):
            choices = [("", _("All")), *choices]
            self.fields[name] = forms.ChoiceField(label=label, required=False, choices=choices)

    def add_codes(
        self, name: str, label: str, rows: QuerySet, field: str, name_of: Callable[[str], str]
    ) -> None:
        choices = [(code, name_of(code)) for code in codes_used(rows, field)]
        self.add(name, label, sorted(choices, key=lambda choice: choice[1]))

    def add_organisations(self, label: str, rows: QuerySet) -> None:
        found = organisations_of(rows).values_list("pk", "name")
        self.add("organisation", label, [(str(pk), name) for pk, name in found])

    @property
    def asked(self) -> dict[str, str]:
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}


def evaluation_filters(data: Any, evaluations: QuerySet, recommendations: QuerySet) -> Filters:
    filters = Filters(data)
    filters.add_codes("theme", _("Theme"), evaluations, "themes", theme_name)
    filters.add_organisations(_("Addressed to"), recommendations)
    filters.add("state", _("Answer"), list(STATES.items()))
    return filters


def learnt_filters(data: Any, rows: QuerySet) -> Filters:
    filters = Filters(data)
    filters.add_words()
    filters.add_codes("theme", _("Theme"), rows, "themes", theme_name)
    filters.add_codes("target", _("For whom"), rows, "targets", target_name)
    filters.add_organisations(_("Organisation"), rows)
    return filters


def lesson_filters(data: Any, rows: QuerySet) -> Filters:
    filters = learnt_filters(data, rows)
    years = sorted(set(rows.values_list("year", flat=True)), reverse=True)
    filters.add("year", _("Year"), [(str(year), str(year)) for year in years])
    return filters


def practice_filters(data: Any, rows: QuerySet) -> Filters:
    filters = learnt_filters(data, rows)
    choices = [("yes", _("reviewed by peers")), ("no", _("not reviewed yet"))]
    filters.add("reviewed", _("Review"), choices)
    return filters

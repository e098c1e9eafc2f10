"""What a browser sends when somebody opens a section of a record and presses a button."""

from typing import Any

from django import forms

from nebe.projects.editing.base import Section


def sent(section: Section, **changes: Any) -> dict[str, Any]:
    """The fields as they are shown, but for `changes` by their name in the page."""
    data: dict[str, Any] = {"version": section.version}
    for rows in section.rows:
        data |= shown(rows.management_form)
    for form in section.forms_shown():
        data |= shown(form)
    return data | changes


def shown(form: forms.BaseForm) -> dict[str, Any]:
    found = {}
    for field in form:
        value = field.value()
        if value is None and isinstance(field.field.widget, forms.Select):
            value = next((choice for choice, _label in field.field.choices), None)
        if isinstance(field.field.widget, forms.CheckboxInput):
            found |= {field.html_name: "on"} if value else {}
        else:
            found[field.html_name] = "" if value is None else value
    return found

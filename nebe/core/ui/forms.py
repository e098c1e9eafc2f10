"""How every form looks: one template for fields, one for the whole."""

from collections.abc import Mapping
from html import escape

from django.forms.renderers import TemplatesSetting
from django.utils.safestring import SafeString, mark_safe


class Renderer(TemplatesSetting):
    form_template_name = "ui/components/form.html"
    field_template_name = "ui/components/field.html"

    def render(self, template_name, context, request=None):
        """Inputs and choices are drawn here: Django includes three templates for each of dozens."""
        draw = DRAWN.get(template_name)
        if draw is None:
            return super().render(template_name, context, request)
        return mark_safe(draw(context["widget"]))  # noqa: S308 (every value is escaped)


def draw_input(widget: Mapping) -> str:
    return _tag(widget["type"], widget["name"], widget["value"], widget["attrs"])


def draw_select(widget: Mapping) -> str:
    body = "".join(
        _group(group, map(_option, options)) for group, options, _ in widget["optgroups"]
    )
    return f"<select{_attributes({'name': widget['name'], **widget['attrs']})}>{body}</select>"


def draw_choices(widget: Mapping) -> str:
    """Radio buttons or check boxes."""
    groups = widget["optgroups"]
    body = "".join(
        f"<div><label>{_text(group)}</label>{''.join(map(_input, options))}</div>"
        if group
        else "".join(map(_input, options))
        for group, options, _ in groups
    )
    kept = {name: widget["attrs"].get(name) or False for name in ("id", "class")}
    return f"<div{_attributes(kept)}>{body}</div>"


def _group(name: str | None, options) -> str:
    body = "".join(options)
    return f'<optgroup label="{_text(name)}">{body}</optgroup>' if name else body


def _option(option: Mapping) -> str:
    attributes = _attributes({"value": str(option["value"]), **option["attrs"]})
    return f"<option{attributes}>{_text(option['label'])}</option>"


def _input(option: Mapping) -> str:
    drawn = _tag(option["type"], option["name"], option["value"], option["attrs"])
    if not option["wrap_label"]:
        return f"<div>{drawn}</div>"
    of = _attributes({"for": option["attrs"].get("id") or False})
    return f"<div><label{of}>{drawn} {_text(option['label'])}</label></div>"


def _tag(kind: str, name: str, value: object, attributes: Mapping) -> str:
    shown = False if value is None else str(value)
    return f"<input{_attributes({'type': kind, 'name': name, 'value': shown, **attributes})}>"


def _attributes(values: Mapping) -> str:
    return "".join(
        f" {name}" if value is True else f' {name}="{_text(value)}"'
        for name, value in values.items()
        if value is not False
    )


def _text(value) -> str:
    text = str(value)
    return text if isinstance(text, SafeString) else escape(text)


DRAWN = {
    "django/forms/widgets/text.html": draw_input,
    "django/forms/widgets/email.html": draw_input,
    "django/forms/widgets/number.html": draw_input,
    "django/forms/widgets/date.html": draw_input,
    "django/forms/widgets/hidden.html": draw_input,
    "django/forms/widgets/select.html": draw_select,
    "django/forms/widgets/radio.html": draw_choices,
    "django/forms/widgets/checkbox_select.html": draw_choices,
}

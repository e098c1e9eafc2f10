"""The inputs and choices drawn in Python are those that Django's own templates draw."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html
from django.utils.safestring import mark_safe

from nebe.core.ui.forms import Renderer

CHOICES = [
    ("", "Any <one>"),
    ("a&b", 'Quoted "so"'),
    (3, mark_safe("<b>bold</b>")),
    ("Group <g>", [("x", "X"), ("y", "Y")]),
]
WIDGETS = [
    forms.Select,
    forms.SelectMultiple,
    forms.RadioSelect,
    forms.CheckboxSelectMultiple,
]


@pytest.mark.parametrize("widget", WIDGETS)
@pytest.mark.parametrize("value", [None, "x", ["a&b", "y"]])
def test_the_same_as_django(widget, value):
    drawn = widget(attrs={"id": "it", "class": 'a"b', "required": True, "disabled": False})
    drawn.choices = CHOICES

    ours = drawn.render("name<", value, renderer=Renderer())
    theirs = drawn.render("name<", value, renderer=DjangoTemplates())

    assert parse_html(ours) == parse_html(theirs)


@pytest.mark.parametrize(
    "widget",
    [forms.TextInput, forms.EmailInput, forms.NumberInput, forms.DateInput, forms.HiddenInput],
)
@pytest.mark.parametrize("value", [None, "", 'a"<b>&', 3])
def test_inputs_too(widget, value):
    drawn = widget(attrs={"id": "it", "class": 'a"b', "required": True, "disabled": False})

    ours = drawn.render("name<", value, renderer=Renderer())
    theirs = drawn.render("name<", value, renderer=DjangoTemplates())

    assert parse_html(ours) == parse_html(theirs)


def test_help_is_text():
    field = forms.CharField(help_text="<script>x</script>")
    form = type("Form", (forms.Form,), {"it": field})()
    assert "<script>" not in str(form)

"""What an article is about: help, places, organisations, projects, other pages.

The choices come from the registry of related links, which rooms fill; a value is `source:id`.
"""

from collections.abc import Iterable

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from nebe.core.places.selectors import municipality_resolve
from nebe.core.ui.registry import SearchHit, related_links


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """All that can be chosen from a list, in groups of `source:id` and name."""
    language = get_language() or "en"
    return [
        (source.label, [(f"{source.key}:{value}", name) for value, name in options])
        for source in related_links.all()
        if (options := source.choices(language))
    ]


class AboutBlock(blocks.FieldBlock):
    """One thing out of those that rooms offer."""

    def __init__(self, required=True, **kwargs):
        self.field = forms.ChoiceField(choices=choices, required=required)
        super().__init__(**kwargs)


class TownField(forms.CharField):
    """A town by its name; kept as `place:code`."""

    def prepare_value(self, value):
        from nebe.core.places.models import Municipality

        code = (value or "").removeprefix("place:")
        town = Municipality.objects.filter(pk=code).first() if code else None
        return str(town) if town else value

    def clean(self, value):
        value = super().clean(value)
        towns = municipality_resolve(value) if value else []
        if value and not towns:
            raise forms.ValidationError(_("We know no town of this name."))
        if len(towns) > 1:
            names = "; ".join(map(str, towns[:5]))
            raise forms.ValidationError(_("Which one: %(towns)s?"), params={"towns": names})
        return f"place:{towns[0].pk}" if towns else ""


class TownBlock(blocks.FieldBlock):
    def __init__(self, required=True, **kwargs):
        self.field = TownField(required=required, max_length=120)
        super().__init__(**kwargs)

    def value_for_form(self, value):
        return self.field.prepare_value(value)


RELATED = [
    ("about", AboutBlock(label=_("help, organisation or place"), icon="link")),
    ("town", TownBlock(label=_("town"), icon="site")),
    ("page", blocks.PageChooserBlock(label=_("page"))),
]


def pairs(stream) -> list[tuple[str, str]]:
    """(source, id) of everything in a `related` field; a page by its translation key."""
    found = []
    for child in stream:
        if child.block_type == "page":
            if child.value:
                found.append(("page", str(child.value.translation_key)))
        elif child.value:
            source, _colon, value = child.value.partition(":")
            found.append((source, value))
    return list(dict.fromkeys(found))


def hits(wanted: Iterable[tuple[str, str]], language: str) -> list[tuple[str, list[SearchHit]]]:
    """Links to what is wanted, in groups; what is gone or may not be seen is left out."""
    by_source: dict[str, list[str]] = {}
    for source, value in wanted:
        by_source.setdefault(source, []).append(value)
    return [
        (str(source.label), found)
        for source in related_links.all()
        if source.key in by_source and (found := list(source.hits(by_source[source.key], language)))
    ]

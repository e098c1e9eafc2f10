"""What an article is about: help, places, organisations, projects, other pages.

The choices come from the registry of related links, which rooms fill; a value is `source:id`.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from nebe.core.errors import NotPossible
from nebe.core.places.selectors import municipality_resolve
from nebe.core.ui.registry import RelatedSource, SearchHit, related_links
from nebe.core.ui.suggest import SuggestInput


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


def source_named(key: str) -> RelatedSource:
    return next(each for each in related_links.all() if each.key == key)


def meant(source: RelatedSource, text: str) -> str:
    """The id of what a text means, or nothing."""
    try:
        return source.meant(text) if source.meant else ""
    except NotPossible:
        return ""


class NamedInput(SuggestInput):
    """What everyone may see is offered."""

    def __init__(self, source: str):
        super().__init__("", query="?public")
        self.source = source

    def get_context(self, name, value, attrs):
        self.url_name = source_named(self.source).suggest
        return super().get_context(name, value, attrs)

    class Media:
        js = ["django_htmx/htmx-2.min.js", "newsroom/suggest.js"]


class NamedField(forms.CharField):
    """One of the many things of a room, by its name; kept as `source:id`."""

    def __init__(self, source: str, **options: Any):
        super().__init__(widget=NamedInput(source), **options)
        self.source = source

    def prepare_value(self, value):
        """Its title, or its address where others are called the same."""
        source, (key, _colon, found) = source_named(self.source), (value or "").partition(":")
        hits = list(source.hits([found], get_language() or "en")) if key == self.source else []
        if not hits:
            return value
        title, is_short = hits[0].title, len(hits[0].title) <= (self.max_length or 0)
        return title if is_short and meant(source, title) == found else hits[0].url

    def clean(self, value):
        """As it is kept, too: what is not public any more has no name, and may come back."""
        value, source = super().clean(value), source_named(self.source)
        if not value or not source.meant:
            return ""
        try:
            return f"{self.source}:{source.meant(value.removeprefix(f'{self.source}:'))}"
        except NotPossible as problem:
            raise forms.ValidationError(str(problem)) from None


class NamedBlock(blocks.FieldBlock):
    """Typed, for there are too many to choose from a list."""

    def __init__(self, source: str, required=True, **kwargs):
        self.field = NamedField(source, required=required, max_length=300)
        super().__init__(**kwargs)

    def value_for_form(self, value):
        return self.field.prepare_value(value)


RELATED = [
    ("about", AboutBlock(label=_("help, organisation or place"), icon="link")),
    ("town", TownBlock(label=_("town"), icon="site")),
    ("project", NamedBlock("project", label=_("project"), icon="folder-open-inverse")),
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

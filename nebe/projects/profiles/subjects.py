"""What projects have a page about: an organisation, a funder, a programme, a place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from nebe.core.people.models import Organisation
from nebe.core.places.models import Municipality, Region

from ..facets import country_name, labels
from ..models import Programme
from ..selectors.explorer import Question
from ..selectors.selection import Selection

PLACES = ("country", "region", "town")
PAGES = ("org", "funder", "programme", *PLACES)  # facets whose values have a page
Key = tuple[str, str]


@dataclass(frozen=True)
class Subject:
    """`facet` and `value` are what the explorer finds its projects by."""

    facet: str
    value: str
    name: str
    country: str = ""  # in which a place lies

    @property
    def question(self) -> Question:
        return Question(chosen={self.facet: [self.value]})

    @property
    def query(self) -> str:
        return f"?{urlencode({self.facet: self.value})}"


def organisation(facet: str, slug: str) -> Subject:
    row = get_object_or_404(Organisation, slug=slug)
    return Subject(facet, str(row.pk), row.name)


def programme(slug: str) -> Subject:
    row = get_object_or_404(Programme, slug=slug)
    return Subject("programme", str(row.pk), str(row))


def place(code: str) -> Subject:
    """A country by ISO 3166-1, a region by ISO 3166-2, a town by the code of our gazetteer."""
    if len(code) == 2 and code.isupper():
        return Subject("country", code, country_name(code), code)
    if region := Region.objects.filter(pk=code).first():
        return Subject("region", code, str(region), region.country)
    if town := Municipality.objects.select_related("region").filter(pk=code).first():
        return Subject("town", code, town.local_name, town.region.country)
    raise Http404


def addresses(keys: Iterable[Key]) -> dict[Key, str]:
    """(facet, value) → its page, where there is one; two queries."""
    keys = set(keys)
    organisations = slugs(Organisation, {v for name, v in keys if name in ("org", "funder")})
    programmes = slugs(Programme, {value for name, value in keys if name == "programme"})
    found = {}
    for name, value in keys:
        if name in PLACES:
            found[name, value] = reverse("projects:place", args=[value])
        elif name == "programme" and value in programmes:
            found[name, value] = reverse("projects:programme", args=[programmes[value]])
        elif name in ("org", "funder") and value in organisations:
            address = "projects:funder" if name == "funder" else "projects:organisation"
            found[name, value] = reverse(address, args=[organisations[value]])
    return found


def slugs(model, keys: set[str]) -> Mapping[str, str]:
    if not keys:
        return {}
    rows = model._base_manager.filter(pk__in=keys).values_list("pk", "slug")
    return {str(pk): slug for pk, slug in rows}


def links(keys: Iterable[Key]) -> list[tuple[str, str]]:
    """(name, address) of the pages about these values, in the order of `PAGES`."""
    wanted = [(name, value) for name, value in keys if name in PAGES]
    names, pages = labels(wanted), addresses(wanted)
    order = {name: place for place, name in enumerate(PAGES)}
    return [
        (names[key], pages[key])
        for key in sorted(pages, key=lambda key: (order[key[0]], names.get(key, "")))
        if names.get(key)
    ]


def links_of_selection(selection: Selection) -> list[tuple[str, str]]:
    """Of what is chosen in the explorer, as far as projects have it."""
    return links(
        (name, value)
        for name, values in selection.question.chosen.items()
        if name in PAGES
        for value in values
        if selection.sets.having_values(name, [value]).any()
    )

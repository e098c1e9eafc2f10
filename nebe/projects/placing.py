"""Which of our places a file means: only where its name says so without doubt."""

from functools import cache

from babel import Locale
from django.conf import settings

from nebe.core.places.models import Municipality, Region
from nebe.core.places.names import sound_key
from nebe.core.places.selectors import TOWN, named_so

from .known import key_of
from .models import Location

OURS = "nebe:"  # and the code of a municipality or a region of the gazetteer


class Places:
    """Remembers for one import what it has looked up."""

    def __init__(self) -> None:
        self.regions: dict[str, Region] = {}
        self.by_code: dict[str, Region] = {region.pk: region for region in Region.objects.all()}
        for region in self.by_code.values():
            for name in (region.code, region.name, *region.names.values()):
                self.regions.setdefault(key_of(name), region)
        self.found: dict[tuple[str, tuple[str, ...]], Municipality | None] = {}

    def settle(self, location: Location, countries: tuple[str, ...]) -> None:
        """`countries`: codes of ISO 3166-1 that the project names; none means any of ours.

        A place chosen by hand says ours by its `ref`.
        """
        if self.is_ours(location):
            return
        for name in location.name.values():
            if place := self.municipality(name, countries):
                location.municipality, location.region = place, place.region
                return
            region = self.regions.get(key_of(name))
            if region and (not countries or region.country in countries):
                location.region = region
                return

    def is_ours(self, location: Location) -> bool:
        if not location.ref.startswith(OURS):
            return False
        code = location.ref.removeprefix(OURS)
        if place := Municipality.objects.select_related("region").filter(pk=code).first():
            location.municipality, location.region = place, place.region
        else:
            location.region = self.by_code.get(code)
        return location.region is not None

    def municipality(self, name: str, countries: tuple[str, ...]) -> Municipality | None:
        """A country is no town, although "Martin, Slovakia" is found by its last word, too."""
        if key_of(name) in countries_by_key():
            return None
        key = (sound_key(name), countries)
        if key not in self.found:
            self.found[key] = meant(named_so(key[0], countries))
        return self.found[key]


@cache
def countries_by_key() -> dict[str, str]:
    """How countries are called in our languages → their codes."""
    return {
        key_of(name): code
        for language, _name in settings.LANGUAGES
        for code, name in Locale.parse(language).territories.items()
        if len(code) == 2 and code.isalpha()
    }


def meant(named: list[Municipality]) -> Municipality | None:
    """The only one of its name, or a town far bigger than its namesakes."""
    if len(named) > 1 and named[0].population <= max(TOWN, 10 * named[1].population):
        return None
    return named[0] if named else None

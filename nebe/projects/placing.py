"""Which of our places a file means: only where its name says so without doubt."""

from nebe.core.places.models import Municipality, Region
from nebe.core.places.names import sound_key
from nebe.core.places.selectors import TOWN, named_so

from .known import key_of
from .models import Location


class Places:
    """Remembers for one import what it has looked up."""

    def __init__(self) -> None:
        self.regions: dict[str, Region] = {}
        for region in Region.objects.all():
            for name in (region.code, region.name, *region.names.values()):
                self.regions.setdefault(key_of(name), region)
        self.found: dict[tuple[str, tuple[str, ...]], Municipality | None] = {}

    def settle(self, location: Location, countries: tuple[str, ...]) -> None:
        """`countries`: codes of ISO 3166-1 that the project names; none means any of ours."""
        for name in location.name.values():
            if place := self.municipality(name, countries):
                location.municipality, location.region = place, place.region
                return
            region = self.regions.get(key_of(name))
            if region and (not countries or region.country in countries):
                location.region = region
                return

    def municipality(self, name: str, countries: tuple[str, ...]) -> Municipality | None:
        key = (sound_key(name), countries)
        if key not in self.found:
            self.found[key] = meant(named_so(key[0], countries))
        return self.found[key]


def meant(named: list[Municipality]) -> Municipality | None:
    """The only one of its name, or a town far bigger than its namesakes."""
    if len(named) > 1 and named[0].population <= max(TOWN, 10 * named[1].population):
        return None
    return named[0] if named else None

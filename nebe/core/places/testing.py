"""A handful of real places for tests: `places_for_tests()["Plzeň"]`."""

from copy import deepcopy
from functools import cache

from .loading import municipality_rows, rows_load
from .models import Municipality

CODES = {
    "CZ-554782": "Praha",
    "CZ-582786": "Brno",
    "CZ-554791": "Plzeň",
    "CZ-554821": "Ostrava",
    "CZ-535117": "Nová Ves (Mělník)",
    "CZ-535648": "Nová Ves (České Budějovice)",
    "CZ-559717": "Rokycany",
    "PL-756135": "Warszawa",
    "PL-3094802": "Kraków",
    "PL-765876": "Lublin",
    "SK-3060972": "Bratislava",
    "UA-702550": "Львів",
}


def places_for_tests() -> dict[str, Municipality]:
    """Load them and return them by the names above; two villages share the name Nová Ves."""
    rows_load(deepcopy(rows()))
    found = Municipality.objects.select_related("region").in_bulk(list(CODES))
    return {name: found[code] for code, name in CODES.items()}


@cache
def rows() -> list[dict]:
    """Read once in a process from the table of 16,000: hundreds of tests want these twelve."""
    return list(municipality_rows(CODES))

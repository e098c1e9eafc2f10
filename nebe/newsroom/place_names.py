"""Names of regions and towns, kept by the process."""

from django.utils.translation import get_language

from nebe.core.places.models import Municipality, Region

# (`region:code`, language) → name, as read: places change by an upgrade only.
PLACE_NAMES: dict[tuple[str, str], str] = {}


def place_names(values: list[str]) -> dict[str, str]:
    """`region:code` and `place:code` → name in the active language."""
    language = get_language() or "en"
    if unknown := [value for value in values if (value, language) not in PLACE_NAMES]:
        PLACE_NAMES.update({(v, language): name for v, name in place_names_read(unknown).items()})
    return {v: PLACE_NAMES[v, language] for v in values if (v, language) in PLACE_NAMES}


def place_names_read(values: list[str]) -> dict[str, str]:
    """Of regions, which are few, all as soon as one is asked for."""
    names: dict[str, str] = {}
    if any(value.startswith("region:") for value in values):
        names |= {f"region:{row.pk}": str(row) for row in Region.objects.all()}
    if codes := [value.partition(":")[2] for value in values if value.startswith("place:")]:
        rows = Municipality.objects.filter(pk__in=codes)
        names |= {f"place:{row.pk}": str(row) for row in rows}
    return names

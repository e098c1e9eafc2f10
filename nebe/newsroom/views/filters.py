"""Lists of one kind narrowed by its own facts, beside topic and year."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nebe.core.places.models import Region

from ..models import Facet, Listed
from ..selectors import items_list, topics_used

Choices = list[tuple[str, Any]]


def filtered(
    request: HttpRequest,
    *,
    kind: str,
    choices: dict[str, tuple[str, Choices]],
    regions: bool = False,
) -> dict[str, Any]:
    """What a list shows: `choices` is facet → (label, values and their names).

    A value that nothing has is not offered. Without a choice what is past is left out.
    """
    from .public import PER_PAGE, today_unless_past

    if regions:
        choices = choices | {"region": (_("Region"), region_choices())}
    offered = {
        facet: (label, [one for one in values if one[0] in used(kind, facet)])
        for facet, (label, values) in choices.items()
    }
    about, fields = [], []
    for facet, (label, values) in offered.items():
        chosen = next((code for code, _name in values if code == request.GET.get(facet)), "")
        about += [(facet, chosen)] if chosen else []
        if len(values) > 1:
            fields.append({"name": facet, "label": label, "choices": values, "chosen": chosen})
    topic = next((t.pk for t in topics_used([kind]) if t.pk == request.GET.get("topic")), "")
    items = items_list(
        language=get_language() or "en",
        kinds=[kind],
        about=[*about, ("topic", topic)] if topic else about,
        open_on=today_unless_past(request),
    )
    return {
        "template": "newsroom/sections/filtered.html",
        "filters": fields,
        "years": [],
        "page_obj": Paginator(items, PER_PAGE).get_page(request.GET.get("page")),
    }


def used(kind: str, facet: str) -> set[str]:
    listed = Listed.objects.filter(kind=kind).values("key")
    found = Facet.objects.filter(kind=facet, key__in=listed)
    return set(found.values_list("value", flat=True))


def region_choices() -> Choices:
    return [(str(region.pk), str(region)) for region in Region.objects.all()]

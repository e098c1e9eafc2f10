"""Suggestions while a place is typed. Public data, the same for everybody."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.vary import vary_on_headers

from .models import Municipality
from .selectors import municipality_search

LONGEST = 100  # characters


@cache_control(public=True, max_age=3600)
@vary_on_headers("HX-Request")
def suggest(request: HttpRequest) -> HttpResponse:
    """`?q=` (or the field that `from` names) and `country`: options for htmx, JSON otherwise.

    Without `country`, places of the countries this installation serves.
    """
    text = request.GET.get("q") or request.GET.get(request.GET.get("from", ""), "")
    country = request.GET.get("country", "")[:2].upper()
    places = municipality_search(text[:LONGEST], country or settings.COUNTRIES)
    if request.headers.get("HX-Request"):
        return render(request, "places/suggestions.html", {"places": places})
    return JsonResponse({"places": [place_json(place) for place in places]})


def place_json(place: Municipality) -> dict:
    """Degrees in WGS 84; `approximate` where they are the district's mean."""
    return {
        "code": place.code,
        "label": place.label,
        "name": place.name,
        "district": place.district,
        "region": str(place.region),
        "country": place.region.country,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "approximate": place.approximate,
    }

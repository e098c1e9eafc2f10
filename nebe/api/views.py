from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nebe.core.people.access import public
from nebe.core.people.limits import network_limited

from .catalogue import catalogue, data_sets
from .v1 import api


@public
def docs(request):
    """The document of the API for people: no script, nothing from elsewhere."""
    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    operations = [
        {"path": path, **operation}
        for path, methods in schema["paths"].items()
        for operation in methods.values()
    ]
    context = {
        "operations": operations,
        "data_sets": data_sets(),
        "licence": settings.DATA_LICENCE,
    }
    return render(request, "api/docs.html", context)


@network_limited("catalogue", rate="300/h")
@public
@require_safe
def data_catalogue(request) -> JsonResponse:
    return JsonResponse(catalogue(), content_type="application/ld+json")

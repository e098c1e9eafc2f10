from django.shortcuts import render

from nebe.core.people.access import public

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
    return render(request, "api/docs.html", {"operations": operations})

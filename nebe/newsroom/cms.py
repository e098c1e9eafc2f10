"""What surrounds the admin of the CMS: its files and its policy, both for editors only."""

from mimetypes import guess_type

from django.conf import settings
from django.core.files.storage import storages
from django.urls import path
from django.views.static import serve

from nebe.core.people.access import cms

PREFIX, FILES = "/cms/", "/cms/files/"
FILE_POLICY = "default-src 'none'; sandbox"
SHOWN = {"image/jpeg", "image/png", "image/webp"}


@cms
def cms_file(request, name):
    """A picture, sound or film is shown; whatever else was uploaded is only saved to the disk."""
    response = serve(request, name, document_root=storages["cms"].path(""))
    kind = guess_type(name)[0] or ""
    if kind not in SHOWN and not kind.startswith(("audio/", "video/")):
        response["Content-Disposition"] = "attachment"
    return response


urlpatterns = [path("files/<path:name>", cms_file, name="cms_file")]


class CmsPolicyMiddleware:
    """The admin needs inline scripts; previews within it carry the policy of the site else.

    Files below it were uploaded by somebody, and may run nothing.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path_info.startswith(FILES):
            response["Content-Security-Policy"] = FILE_POLICY
        elif request.path_info.startswith(PREFIX):
            response["Content-Security-Policy"] = settings.CMS_CONTENT_SECURITY_POLICY
        return response

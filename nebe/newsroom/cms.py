"""What surrounds the admin of the CMS: its files and its policy, both for editors only."""

from django.conf import settings
from django.core.files.storage import storages
from django.urls import path
from django.views.static import serve

from nebe.core.people.access import cms

PREFIX = "/cms/"


@cms
def cms_file(request, name):
    return serve(request, name, document_root=storages["cms"].path(""))


urlpatterns = [path("files/<path:name>", cms_file, name="cms_file")]


class CmsPolicyMiddleware:
    """The admin needs inline scripts; previews within it carry the policy of the site else."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path_info.startswith(PREFIX):
            response["Content-Security-Policy"] = settings.CMS_CONTENT_SECURITY_POLICY
        return response

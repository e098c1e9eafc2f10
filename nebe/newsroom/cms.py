"""What surrounds the admin of the CMS: its files, its policy and an editor's own settings."""

from mimetypes import guess_type

from django.conf import settings
from django.core.files.storage import storages
from django.http import Http404
from django.urls import path
from django.views.static import serve
from wagtail.admin.auth import require_admin_access

from nebe.core.people.access import cms
from nebe.core.people.cms import edits_everything
from nebe.core.people.models import User

from .views.own_settings import OwnSettingsView

PREFIX, FILES = "/cms/", "/cms/files/"
FILE_POLICY = "default-src 'none'; sandbox"
SHOWN = {"image/jpeg", "image/png", "image/webp"}


@cms
def cms_file(request, name):
    """A picture, sound or film is shown; whatever else was uploaded is only saved to the disk."""
    if not file_seen(name, request.user):
        raise Http404
    response = serve(request, name, document_root=storages["cms"].path(""))
    kind = guess_type(name)[0] or ""
    if kind not in SHOWN and not kind.startswith(("audio/", "video/")):
        response["Content-Disposition"] = "attachment"
    return response


def file_seen(name: str, user: User) -> bool:
    """Editors of a member see the pictures and files of their own collection, and no other."""
    if edits_everything(user):
        return True
    from wagtail.images import get_image_model
    from wagtail.images.permissions import permission_policy

    from .cms_hooks import files_policy

    images = permission_policy.instances_user_has_any_permission_for(user, {"choose", "change"})
    files = files_policy.instances_user_has_any_permission_for(user, {"view"})
    renditions = get_image_model().get_rendition_model().objects.filter(image__in=images)
    return any(rows.filter(file=name).exists() for rows in (renditions, files))


urlpatterns = [
    path("files/<path:name>", cms_file, name="cms_file"),
    # In the place of Wagtail's own.
    path(
        "account/",
        cms(require_admin_access(OwnSettingsView.as_view())),
        name="newsroom_own_settings",
    ),
]


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

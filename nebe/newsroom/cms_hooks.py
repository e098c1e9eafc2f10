"""What editors keep beside pages, and what may not be published yet."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages as buttons
from wagtail.permission_policies.base import BlanketPermissionPolicy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import Funder, PressRelease, Recording
from .models.gated import Gated
from .models.second_reader import asked_by
from .shared import is_press_office


class RecordingViewSet(SnippetViewSet):
    model = Recording
    icon = "media"
    menu_order = 310
    add_to_admin_menu = True
    list_display = ["title", "seconds", "created_at"]
    search_fields = ["title"]
    # Whoever comes into the admin is an editor.
    permission_policy = BlanketPermissionPolicy(Recording)


class FunderViewSet(SnippetViewSet):
    model = Funder
    icon = "pick"
    list_display = ["name", "website"]
    search_fields = ["name"]
    permission_policy = BlanketPermissionPolicy(Funder)


register_snippet(RecordingViewSet)
register_snippet(FunderViewSet)


@hooks.register("before_publish_page")
def nothing_may_be_missing(request, page):
    """A draft is kept; the editor reads what is missing, such as somebody's consent."""
    if isinstance(page, Gated) and (lacks := page.lacks()):
        words = _("Saved as a draft, not published. %(why)s") % {"why": " ".join(lacks)}
        messages.error(request, words)
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


@hooks.register("before_edit_page")
def the_second_reader_sees_what_is_missing(request, page):
    """There is no button to approve it then."""
    if request.method == "GET" and isinstance(page, Gated) and asked_by(page):
        for lack in page.lacks():
            messages.warning(request, lack)


@hooks.register("before_edit_page")
def the_media_may_read_it_before(request, page):
    """A way from the form to the links for outlets."""
    if request.method != "GET" or not isinstance(page, PressRelease) or page.live:
        return
    if is_press_office(request.actor) and page.scheduled_revision:
        address = reverse("newsroom_staff:press_release", args=[page.translation_key])
        words = _("This waits for its hour. Until then only those read it to whom you give it.")
        buttons.info(request, words, buttons=[buttons.button(address, _("Give it to the media"))])

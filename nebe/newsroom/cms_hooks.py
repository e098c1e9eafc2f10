"""What editors keep beside pages, and what may not be published yet."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page
from wagtail.permission_policies.base import BlanketPermissionPolicy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .library.gate import lacks_of
from .models import Funder, Recording
from .models.second_reader import asked_by


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
    if lacks := lacks_of(page):
        if page.live_revision_id is None:  # the CMS has made it as a public one
            Page.objects.filter(pk=page.pk).update(live=False)
        words = _("Saved as a draft, not published. %(why)s") % {"why": " ".join(lacks)}
        messages.error(request, words)
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


@hooks.register("before_edit_page")
def the_second_reader_sees_what_is_missing(request, page):
    """There is no button to approve it then."""
    if request.method == "GET" and asked_by(page):
        for lack in lacks_of(page):
            messages.warning(request, lack)

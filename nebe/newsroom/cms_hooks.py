"""What editors keep beside pages, and what may not be published yet."""

from django.contrib import messages
from django.contrib.messages import get_messages
from django.http import Http404, HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages as buttons
from wagtail.admin.ui.tables import Column
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from nebe.core.people.access import cms
from nebe.core.people.cms import edits_for_network

from .library.gate import lacks_of
from .models import Download, Funder, PressRelease, Recording
from .models.second_reader import asked_by, waits_for
from .parts.policies import NetworkPolicy, OwnFilesPolicy


class RecordingViewSet(SnippetViewSet):
    model = Recording
    icon = "media"
    menu_order = 310
    add_to_admin_menu = True
    list_display = ["title", "seconds", Column("created_at", label=gettext_lazy("Date"))]
    search_fields = ["title"]
    permission_policy = NetworkPolicy(Recording)


class FunderViewSet(SnippetViewSet):
    model = Funder
    icon = "pick"
    list_display = ["name", "website"]
    search_fields = ["name"]
    permission_policy = NetworkPolicy(Funder)


class OfEditors:
    request: HttpRequest

    @cms
    def dispatch(self, *args, **kwargs):
        return super().dispatch(*args, **kwargs)  # type: ignore[misc]  # of a view


class OwnFiles(OfEditors):
    """Files of other members are in no list to choose from."""

    def get_object_list(self):
        allowed = files_policy.instances_user_has_any_permission_for
        return allowed(self.request.user, {"view", "change"})

    def get_object(self, pk):
        return self.get_object_list().get(pk=pk)

    def get_objects(self, pks):
        return self.get_object_list().filter(pk__in=pks)


class DownloadChooserViewSet(SnippetChooserViewSet):
    choose_view_class = type("Choose", (OwnFiles, SnippetChooserViewSet.choose_view_class), {})
    choose_results_view_class = type(
        "ChooseResults", (OwnFiles, SnippetChooserViewSet.choose_results_view_class), {}
    )
    chosen_view_class = type("Chosen", (OwnFiles, SnippetChooserViewSet.chosen_view_class), {})
    chosen_multiple_view_class = type(
        "ChosenMultiple", (OwnFiles, SnippetChooserViewSet.chosen_multiple_view_class), {}
    )


class OwnFile(OfEditors):
    """The views of the CMS ask for the right to any file, not to this one."""

    def get_object(self, *args, **kwargs):
        found = super().get_object(*args, **kwargs)  # type: ignore[misc]  # of a view
        allowed = files_policy.user_has_any_permission_for_instance
        if not allowed(self.request.user, {"change"}, found):
            raise Http404
        return found


class DownloadViewSet(SnippetViewSet):
    model = Download
    list_display = ["title", Column("name", label=gettext_lazy("File")), "language"]
    search_fields = ["title"]
    chooser_viewset_class = DownloadChooserViewSet
    permission_policy = OwnFilesPolicy(Download)
    edit_view_class = type("Edit", (OwnFile, SnippetViewSet.edit_view_class), {})
    delete_view_class = type("Delete", (OwnFile, SnippetViewSet.delete_view_class), {})

    def get_queryset(self, request):
        allowed = self.permission_policy.instances_user_has_any_permission_for
        return allowed(request.user, {"view", "change"})


files_policy = DownloadViewSet.permission_policy
register_snippet(DownloadViewSet)
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


@hooks.register("after_edit_page")
def approved_with_a_change(request, page):
    """Whoever approves may change something in the same moment: nothing of it is lost."""
    if request.POST.get("workflow-action-name") != "approve" or not page.current_workflow_state:
        return None
    if not (lacks := waits_for(page)):
        return None
    for _old in get_messages(request):
        pass  # that the page was saved is said here
    words = _("Your change is saved. The page still waits: %(why)s") % {"why": " ".join(lacks)}
    messages.error(request, words)
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_edit_page")
def the_second_reader_sees_what_is_missing(request, page):
    """There is no button to approve it then."""
    if request.method == "GET" and asked_by(page):
        for lack in lacks_of(page):
            messages.warning(request, lack)


@hooks.register("before_edit_page")
def the_media_may_read_it_before(request, page):
    """A way from the form to the links for outlets."""
    if request.method != "GET" or not isinstance(page, PressRelease) or page.live:
        return
    if edits_for_network(request.actor) and page.scheduled_revision:
        address = reverse("newsroom_staff:press_release", args=[page.translation_key])
        words = _("This waits for its hour. Until then only those read it to whom you give it.")
        buttons.info(request, words, buttons=[buttons.button(address, _("Give it to the media"))])

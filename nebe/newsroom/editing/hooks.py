"""What the CMS shows of editing: reports of pages that want looking after."""

from django.urls import include, path, reverse
from django.utils.translation import gettext, gettext_lazy
from wagtail import hooks
from wagtail.admin.action_menu import SubmitForModerationMenuItem, WorkflowMenuItem
from wagtail.admin.menu import MenuItem

from nebe.core.people.cms import edits_for_network

from ..views.editing import feedback, links, moving_in, review


@hooks.register("register_admin_urls", order=-1)
def urls():
    editing = [
        path("review/", review.review, name="review"),
        path("review/<int:pk>/", review.still_right, name="still_right"),
        path("links/", links.links, name="links"),
        path("feedback/", feedback.feedback, name="feedback"),
        path("feedback/<uuid:pk>/", feedback.done, name="feedback_done"),
        path("moving-in/", moving_in.sites, name="moving_in"),
        path("moving-in/<uuid:pk>/", moving_in.site, name="moving_in_site"),
        path("moving-in/<uuid:pk>/fates.csv", moving_in.fates, name="moving_in_fates"),
    ]
    return [path("editing/", include((editing, "newsroom_editing")))]


@hooks.register("register_reports_menu_item")
def review_report():
    address = reverse("newsroom_editing:review")
    return MenuItem(
        gettext_lazy("Pages to look at again"), address, icon_name="calendar-check", order=110
    )


@hooks.register("register_reports_menu_item")
def feedback_report():
    address = reverse("newsroom_editing:feedback")
    return MenuItem(
        gettext_lazy("What readers say of pages"), address, icon_name="comment", order=120
    )


@hooks.register("register_reports_menu_item")
def links_report():
    address = reverse("newsroom_editing:links")
    return MenuItem(gettext_lazy("Links that lead nowhere"), address, icon_name="link", order=130)


class SubmitItem(SubmitForModerationMenuItem):
    """Wagtail names it by a row of its tables, which has no languages."""

    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        return context | {"label": gettext("Send to a second reader")}


@hooks.register("construct_page_action_menu")
def second_reader(menu_items, request, context):
    menu_items[:] = [
        SubmitItem(item.order) if type(item) is SubmitForModerationMenuItem else item
        for item in menu_items
    ]
    for item in menu_items:  # Wagtail adds "and Publish" to what says so already
        if isinstance(item, WorkflowMenuItem) and item.name == "approve":
            item.label = gettext("Approve and publish")


class NetworkMenuItem(MenuItem):
    """For editors of the network's office."""

    def is_shown(self, request):
        return edits_for_network(request.actor)


@hooks.register("register_settings_menu_item")
def moving_in_settings():
    address = reverse("newsroom_editing:moving_in")
    label = gettext_lazy("An old site moves in")
    return NetworkMenuItem(label, address, icon_name="upload", order=900)

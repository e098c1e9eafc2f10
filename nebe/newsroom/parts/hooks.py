"""The CMS as an editor of a member sees it, and the page where the network makes parts."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import Resolver404, include, path, resolve, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from nebe.core.people.cms import edits_everything, is_open

from ..views import parts as views
from .reading import part_with_page
from .seen import pages_seen


@hooks.register("register_admin_urls", order=-1)
def urls():
    parts = [
        path("", views.parts, name="list"),
        path("<uuid:pk>/make/", views.part_make, name="make"),
        path("<int:pk>/change/", views.part_change, name="change"),
    ]
    return [path("parts/", include((parts, "newsroom_parts")))]


@hooks.register("register_admin_menu_item")
def menu():
    address = reverse("newsroom_parts:list")
    label = gettext_lazy("Parts of members")
    return MenuItem(label, address, name="parts-of-members", icon_name="group", order=335)


def leads_somewhere(item, request) -> bool:
    """A menu of others stays while something is left in it."""
    if nested := getattr(item, "menu", None):
        return bool(nested.menu_items_for_request(request))
    try:
        return is_open(request.actor, resolve(item.url.partition("?")[0]).view_name)
    except Resolver404:
        return False


@hooks.register("construct_main_menu")
@hooks.register("construct_reports_menu")
@hooks.register("construct_settings_menu")
@hooks.register("construct_help_menu")
def menu_narrow(request, items):
    items[:] = [item for item in items if leads_somewhere(item, request)]


@hooks.register("construct_page_chooser_queryset")
def pages_to_choose(pages, request):
    if edits_everything(request.user):
        return pages
    seen = pages_seen(request.user)
    parent = request.resolver_match.kwargs.get("parent_page_id") or next(
        iter(request.resolver_match.args), None
    )
    if parent and not seen.filter(pk=parent).exists():
        raise Http404
    return pages.filter(pk__in=seen.values("pk"))


@hooks.register("before_delete_page")
@hooks.register("before_move_page")
def a_part_stays(request, page, *args):
    """The page with which a part begins goes with the part, by who made it."""
    if part_with_page(page) is None:
        return None
    if not edits_everything(request.user):
        raise PermissionDenied
    messages.error(request, _("A member writes below this page. Remove its part first."))
    return redirect("wagtailadmin_explore", page.pk)

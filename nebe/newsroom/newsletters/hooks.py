"""Newsletters in the CMS."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from ..views.newsletters import cms


@hooks.register("register_admin_urls", order=-1)
def urls():
    newsletters = [
        path("", cms.newsletters, name="list"),
        path("new/", cms.new, name="new"),
        path("<int:pk>/", cms.write, name="write"),
        path("<int:pk>/look/", cms.look, name="look"),
        path("<int:pk>/act/", cms.act, name="newsletter_act"),
    ]
    return [path("newsletters/", include((newsletters, "newsroom_newsletters")))]


@hooks.register("register_admin_menu_item")
def menu():
    address = reverse("newsroom_newsletters:list")
    return MenuItem(
        gettext_lazy("Newsletters"), address, name="newsletters", icon_name="mail", order=330
    )

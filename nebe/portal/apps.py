from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "nebe.portal"
    label = "nebe_portal"

    def ready(self):
        from nebe.core.ui.registry import NavItem, navigation

        navigation.register(
            NavItem("public", "search", _("Search"), "portal:search", position=70, icon="search"),
            NavItem("safety", "leaving", _("What does this hide?"), "portal:leaving"),
        )

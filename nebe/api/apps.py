from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    name = "nebe.api"
    label = "nebe_api"

    def ready(self):
        from nebe.core.ui.registry import NavItem, navigation

        navigation.register(
            NavItem("footer", "api", _("Open data"), "api_docs", position=95, group="site")
        )

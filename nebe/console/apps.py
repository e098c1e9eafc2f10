from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsoleConfig(AppConfig):
    name = "nebe.console"
    label = "nebe_console"

    def ready(self):
        from nebe.core.ui.registry import NavItem, navigation

        navigation.register(
            NavItem(
                area="console",
                key="console",
                label=_("What waits for me"),
                url_name="console",
                position=0,
            ),
            NavItem(
                area="staff",
                key="for_staff",
                label=_("For staff"),
                url_name="console",
                position=0,
                visible=lambda actor: bool(actor and actor.is_staff),
            ),
        )

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "nebe.projects"
    label = "nebe_projects"

    def ready(self):
        from nebe.core.people.models import Role
        from nebe.core.ui.registry import NavItem, navigation

        from .learning import site_search, staff_pages

        keepers = {Role.EDITOR, Role.NETWORK_ADMIN}
        navigation.register(
            NavItem("footer", "projects", _("Projects"), "projects:explorer", 8, group="network"),
            NavItem(
                "console",
                "projects",
                _("Projects"),
                "projects_staff:projects",
                60,
                visible=lambda actor: bool(
                    actor
                    and actor.organisation
                    and actor.organisation.is_network
                    and not actor.roles.isdisjoint(keepers)
                ),
                group="pages",
            ),
        )
        staff_pages.register()
        site_search.register()

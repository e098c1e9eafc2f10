from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "nebe.projects"
    label = "nebe_projects"

    def ready(self):
        from nebe.core.people.models import Role
        from nebe.core.ui.registry import NavItem, navigation

        from .calls import links

        links.register()
        keepers = {Role.EDITOR, Role.NETWORK_ADMIN}
        readers = {Role.ORGANISATION_ADMIN, Role.EDITOR, Role.COORDINATOR}
        navigation.register(
            NavItem("footer", "projects", _("Projects"), "projects:explorer", 8, group="network"),
            NavItem("footer", "calls", _("Funding calls"), "projects:calls", 9, group="network"),
            NavItem(
                "console",
                "calls_for_us",
                _("Calls for us"),
                "projects_staff:calls_ours",
                61,
                visible=lambda actor: bool(actor and not actor.roles.isdisjoint(readers)),
                group="add",
            ),
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

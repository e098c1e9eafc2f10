from django.apps import AppConfig
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "nebe.projects"
    label = "nebe_projects"

    def ready(self):
        from nebe.core.people.models import Role
        from nebe.core.ui.registry import DashboardCard, NavItem, dashboard, navigation

        from . import changes, site_search  # noqa: F401 (connect, register)
        from .calls import links
        from .selectors.reporting import due_count, reports_results

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
            NavItem(
                "console",
                "projects_results",
                _("Results of projects"),
                "projects_staff:results",
                61,
                visible=reports_results,
                group="pages",
            ),
        )
        dashboard.register(
            DashboardCard(
                "projects_results",
                _("Projects whose results are due"),
                "projects_staff:results",
                lambda actor: due_count(actor, today=timezone.localdate()),
                position=60,
                visible=reports_results,
            )
        )

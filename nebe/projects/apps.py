from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "nebe.projects"
    label = "nebe_projects"

    def ready(self):
        from nebe.core.people.models import Role
        from nebe.core.ui.registry import DashboardCard, NavItem, dashboard, navigation

        from .models import OrganisationClaim

        keepers = {Role.EDITOR, Role.NETWORK_ADMIN}

        def keeps(actor) -> bool:
            return bool(
                actor
                and actor.organisation
                and actor.organisation.is_network
                and not actor.roles.isdisjoint(keepers)
            )

        dashboard.register(
            DashboardCard(
                "organisation_claims",
                _("Organisations that ask to be known ones"),
                "projects_staff:organisations",
                lambda actor: OrganisationClaim.objects.filter(state="waiting").count(),
                position=80,
                visible=keeps,
            )
        )
        navigation.register(
            NavItem("footer", "projects", _("Projects"), "projects:explorer", 8, group="network"),
            NavItem(
                "console",
                "projects",
                _("Projects"),
                "projects_staff:projects",
                60,
                visible=keeps,
                group="pages",
            ),
            NavItem(
                "console",
                "our_name",
                _("Our organisation in projects"),
                "projects_staff:claims",
                90,
                visible=lambda actor: bool(actor and Role.ORGANISATION_ADMIN in actor.roles),
                group="settings",
            ),
        )

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "nebe.projects"
    label = "nebe_projects"

    def ready(self):
        from nebe.core.mail import links
        from nebe.core.ui.registry import DashboardCard, NavItem, dashboard, navigation

        from . import mails
        from .selectors.records import (
            KEEPERS,
            OFFICERS,
            is_office,
            proposals_waiting,
            waiting_for_review,
        )

        def is_officer(actor: Any) -> bool:
            if not actor or not actor.organisation:
                return False
            return not actor.roles.isdisjoint(KEEPERS if is_office(actor) else OFFICERS)

        links.register(
            mails.STILL_RIGHT,
            "nebe.projects.views.confirming.ask",
            used="nebe.projects.views.confirming.answered",
        )
        navigation.register(
            NavItem("footer", "projects", _("Projects"), "projects:explorer", 8, group="network"),
            NavItem(
                "console",
                "projects",
                _("Projects"),
                "projects_staff:projects",
                60,
                visible=is_officer,
                group="pages",
            ),
        )
        dashboard.register(
            DashboardCard(
                "project_proposals",
                _("Proposed changes to projects"),
                "projects_staff:proposals",
                count=lambda actor: proposals_waiting().count(),
                position=60,
                visible=lambda actor: is_officer(actor) and is_office(actor),
            ),
            DashboardCard(
                "projects_review",
                _("Projects that wait to be published"),
                "projects_staff:projects",
                count=lambda actor: waiting_for_review().count(),
                query="state=review",
                position=61,
                visible=lambda actor: is_officer(actor) and is_office(actor),
            ),
        )

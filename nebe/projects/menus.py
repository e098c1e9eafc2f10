"""What the room puts into the menus, and on the first page of the console."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nebe.core.people.models import Role
from nebe.core.ui.registry import DashboardCard, NavItem, dashboard, navigation

from .models import OrganisationClaim
from .selectors.records import (
    KEEPERS,
    OFFICERS,
    is_office,
    proposals_waiting,
    waiting_for_review,
)
from .selectors.reporting import due_count, reports_results

READERS_OF_CALLS = {Role.ORGANISATION_ADMIN, Role.EDITOR, Role.COORDINATOR}


def is_officer(actor: Any) -> bool:
    if not actor or not actor.organisation:
        return False
    return not actor.roles.isdisjoint(KEEPERS if is_office(actor) else OFFICERS)


def is_keeper(actor: Any) -> bool:
    return is_officer(actor) and is_office(actor)


navigation.register(
    NavItem("footer", "projects", _("Projects"), "projects:explorer", 8, group="network"),
    NavItem("footer", "calls", _("Funding calls"), "projects:calls", 9, group="network"),
    NavItem(
        "console",
        "projects",
        _("Projects"),
        "projects_staff:projects",
        60,
        visible=is_officer,
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
    NavItem(
        "console",
        "calls_for_us",
        _("Calls for us"),
        "projects_staff:calls_ours",
        61,
        visible=lambda actor: bool(actor and not actor.roles.isdisjoint(READERS_OF_CALLS)),
        group="add",
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
dashboard.register(
    DashboardCard(
        "projects_results",
        _("projects whose results are due"),
        "projects_staff:results",
        lambda actor: due_count(actor, today=timezone.localdate()),
        position=60,
        visible=reports_results,
    ),
    DashboardCard(
        "project_proposals",
        _("proposed changes to projects"),
        "projects_staff:proposals",
        count=lambda actor: proposals_waiting().count(),
        position=60,
        visible=is_keeper,
    ),
    DashboardCard(
        "projects_review",
        _("projects that wait to be published"),
        "projects_staff:projects",
        count=lambda actor: waiting_for_review().count(),
        query="state=review",
        position=61,
        visible=is_keeper,
    ),
    DashboardCard(
        "organisation_claims",
        _("organisations that ask to be known ones"),
        "projects_staff:organisations",
        count=lambda actor: OrganisationClaim.objects.filter(state="waiting").count(),
        position=80,
        visible=is_keeper,
    ),
)

"""Where evaluation and learning stand in the console, and what of them waits."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nebe.core.people.actors import Actor
from nebe.core.people.models import Role
from nebe.core.ui.registry import DashboardCard, NavItem, dashboard, navigation

from . import duties
from .roles import keeps, writes


def works_here(actor: Actor | None) -> bool:
    """Anybody may be asked for a review, but auditors."""
    return bool(actor and actor.organisation and actor.roles - {Role.AUDITOR})


def late(actor: Actor) -> int:
    return duties.late(actor, timezone.localdate())


def register() -> None:
    navigation.register(
        NavItem(
            "footer", "lessons", _("Lessons and good practices"), "projects:lessons", 9,
            group="network",
        ),
        NavItem(
            "console", "learning", _("Evaluation and learning"), "projects_staff:duties", 61,
            visible=works_here, group="pages",
        ),
    )  # fmt: skip
    dashboard.register(
        DashboardCard(
            "learning", _("recommendations, actions and reviews that wait for you"),
            "projects_staff:duties", duties.waiting, position=64, visible=works_here,
        ),
        DashboardCard(
            "learning_late", _("answers and actions overdue"),
            "projects_staff:duties", late, position=65, visible=writes,
        ),
        DashboardCard(
            "lessons_proposed", _("lessons proposed by members"),
            "projects_staff:lessons", duties.lessons_proposed, "stage=proposed", 66, keeps,
        ),
        DashboardCard(
            "practices_proposed", _("practices proposed by members"),
            "projects_staff:practices", duties.practices_proposed, "stage=proposed", 67, keeps,
        ),
    )  # fmt: skip

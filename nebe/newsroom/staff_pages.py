"""What the newsroom puts on the staff's pages."""

from typing import cast

from django.utils.translation import gettext_lazy as _

from nebe.core.mail import links
from nebe.core.people.actors import Actor, StaffActor
from nebe.core.people.models import Role
from nebe.core.ui.registry import DashboardCard, NavItem, dashboard, navigation

from .careers import selections
from .careers.mails import LINK
from .procurement import questions


def works_here(actor: Actor | None) -> bool:
    """A panel may be of anyone but auditors; whoever is in none sees an empty list."""
    return bool(actor and actor.roles - {Role.AUDITOR})


def answers(actor: Actor | None) -> bool:
    return bool(actor and actor.can(*questions.ANSWERERS))


def waiting_applications(actor: Actor) -> int:
    return selections.applications_waiting(cast(StaffActor, actor))


def waiting_questions(actor: Actor) -> int:
    return questions.questions_waiting(cast(StaffActor, actor)).count()


def register() -> None:
    navigation.register(
        NavItem(
            area="console",
            key="recruitment",
            label=_("Recruitment"),
            url_name="newsroom_staff:job_selections",
            position=60,
            group="pages",
            visible=works_here,
        ),
        NavItem(
            area="console",
            key="tender_questions",
            label=_("Questions on tenders"),
            url_name="newsroom_staff:tender_questions",
            position=62,
            group="pages",
            visible=answers,
        ),
    )
    dashboard.register(
        DashboardCard(
            key="applications",
            label=_("applications without an answer"),
            url_name="newsroom_staff:job_selections",
            count=waiting_applications,
            position=60,
            visible=works_here,
        ),
        DashboardCard(
            key="tender_questions",
            label=_("questions on tenders"),
            url_name="newsroom_staff:tender_questions",
            count=waiting_questions,
            position=62,
            visible=answers,
        ),
    )
    links.register(LINK, "nebe.newsroom.views.careers.own_application")

"""What the exchange puts on the staff's pages: links and what waits."""

from functools import partial
from typing import cast

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nebe.core.people.actors import Actor, StaffActor
from nebe.core.people.models import Role
from nebe.core.ui.registry import DashboardCard, NavItem, dashboard, navigation

from .models import Complaint, Offer, Report
from .models.reports import WorkedQueue
from .selectors.joinings import joinings_waiting
from .selectors.need_worklist import needs_counted
from .selectors.reports import complaints_overdue
from .selectors.safeguarding import bans_to_review, cases_open
from .services.vetting_ends import offers_ending
from .worklist.filters import HANDED_OVER, offers_counted, offers_waiting

READERS = (Role.COORDINATOR, Role.ORGANISATION_ADMIN, Role.COUNSELLOR, Role.AUDITOR)
# Complaints may be about a colleague: only those who answer for the organisation read them.
DECIDERS = (Role.ORGANISATION_ADMIN, Role.NETWORK_ADMIN, Role.AUDITOR)
# Who may be called into a conversation.
HELPERS = (Role.COORDINATOR, Role.ORGANISATION_ADMIN, Role.NETWORK_ADMIN)
WORKERS = (Role.COORDINATOR, *DECIDERS)
STATISTICS_READERS = (*READERS, Role.ANALYST, Role.NETWORK_ADMIN)
QUEUES = {"reports": _("Reports"), "complaints": _("Complaints")}


def works_queue(queue: str, actor: Actor | None) -> bool:
    return bool(actor and actor.can(*_workers(queue)))


def sees_queue(queue: str, actor: Actor | None) -> bool:
    """Whether it is listed for the actor; a network admin without elevation is asked for it."""
    return bool(actor and not actor.roles.isdisjoint(_workers(queue)))


def _workers(queue: str) -> tuple[Role, ...]:
    return WORKERS if queue == "reports" else DECIDERS


def reads_offers(actor: Actor | None) -> bool:
    return bool(actor and actor.can(*READERS))


def is_called(actor: Actor | None) -> bool:
    """Without elevation too: the page asks for it."""
    return bool(actor and not actor.roles.isdisjoint(HELPERS))


def reads_statistics(actor: Actor | None) -> bool:
    """Numbers without persons: a network admin reads them without elevation, too."""
    return bool(actor and not actor.roles.isdisjoint(STATISTICS_READERS))


works_with_needs = reads_offers


def coordinates(actor: Actor | None) -> bool:
    return bool(actor and actor.can(Role.COORDINATOR, Role.ORGANISATION_ADMIN))


def open_count(model: type[WorkedQueue], actor: Actor) -> int:
    """How many are not closed in the scope of the organisation worked for."""
    return model.objects.exclude(status=WorkedQueue.Status.CLOSED).count()


def needs_count(whose: str, actor: Actor) -> int:
    return needs_counted(cast(StaffActor, actor))[whose]


def register() -> None:
    navigation.register(
        NavItem(
            area="console",
            key="needs",
            label=_("Needs"),
            url_name="exchange_staff:needs",
            position=5,
            visible=reads_offers,
        ),
        NavItem(
            area="console",
            key="offers",
            label=_("Offers"),
            url_name="exchange_staff:offers",
            position=10,
            visible=reads_offers,
        ),
        NavItem(
            area="console",
            key="sessions",
            label=_("Matching session"),
            url_name="exchange_staff:sessions",
            position=15,
            group="add",
            visible=coordinates,
        ),
        NavItem(
            area="console",
            key="statistics",
            label=_("Statistics"),
            url_name="exchange_staff:statistics",
            position=40,
            visible=reads_statistics,
        ),
        NavItem(
            area="console",
            key="talks",
            label=_("Conversations"),
            url_name="exchange_staff:talks",
            position=7,
            visible=is_called,
        ),
        NavItem(
            area="console",
            key="import",
            label=_("Import"),
            url_name="exchange_staff:import_start",
            position=20,
            group="add",
            visible=coordinates,
        ),
        NavItem(
            area="console",
            key="need_new",
            label=_("New need"),
            url_name="exchange_staff:need_new",
            position=15,
            group="add",
            visible=lambda actor: bool(
                actor and actor.can(Role.COORDINATOR, Role.ORGANISATION_ADMIN)
            ),
        ),
        NavItem(
            area="console",
            key="categories",
            label=_("Kinds of help"),
            url_name="exchange_staff:categories",
            position=84,
            group="settings",
            # Without elevation too: the page asks for it.
            visible=lambda actor: bool(actor and Role.NETWORK_ADMIN in actor.roles),
        ),
        *(
            NavItem(
                area="console",
                key=queue,
                label=label,
                url_name="exchange_staff:queue",
                args=(queue,),
                position=30,
                group="safety",
                visible=partial(sees_queue, queue),
            )
            for queue, label in QUEUES.items()
        ),
        NavItem(
            area="console",
            key="safeguarding",
            label=_("Safeguarding"),
            url_name="exchange_staff:cases",
            position=32,
            group="safety",
            visible=partial(sees_queue, "safeguarding"),
        ),
    )
    dashboard.register(
        *(
            DashboardCard(
                key=f"needs_{whose}",
                label=label,
                url_name="exchange_staff:needs",
                query=f"whose={whose}",
                count=partial(needs_count, whose),
                position=position,
                visible=reads_offers,
            )
            for position, whose, label in (
                (2, "overdue", _("needs are overdue")),
                (4, "mine", _("needs I see to")),
                (6, "nobody", _("needs that nobody has taken on")),
            )
        ),
        DashboardCard(
            key="offers_overdue",
            label=_("offers are overdue"),
            url_name="exchange_staff:offers",
            query="whose=overdue",
            count=lambda actor: offers_counted(actor)["overdue"],
            position=8,
            visible=reads_offers,
        ),
        DashboardCard(
            key="talks",
            label=_("conversations wait for a coordinator"),
            url_name="exchange_staff:talks",
            count=lambda actor: joinings_waiting().filter(joined_at=None).count(),
            position=3,
            visible=is_called,
        ),
        DashboardCard(
            key="waiting",
            label=_("offers wait for vetting"),
            url_name="exchange_staff:offers",
            query="waits=on",
            count=lambda actor: offers_waiting(Offer.objects.all()).count(),
            position=10,
            visible=reads_offers,
        ),
        DashboardCard(
            key="handed_over",
            label=_("offers were handed over to us"),
            url_name="exchange_staff:offers",
            query="handler=new",
            count=lambda actor: Offer.objects.filter(
                HANDED_OVER, handler=actor.organisation
            ).count(),
            position=12,
            visible=reads_offers,
        ),
        DashboardCard(
            key="ends_soon",
            label=_("offers whose vetting ends soon"),
            url_name="exchange_staff:offers",
            query="ends_soon=on",
            count=lambda actor: offers_ending(timezone.localdate()),
            position=12,
            visible=reads_offers,
        ),
        DashboardCard(
            key="mine",
            label=_("live offers my organisation has taken on"),
            url_name="exchange_staff:offers",
            query="handler=mine&status=live",
            count=lambda actor: Offer.objects.filter(
                handler=actor.organisation, status=Offer.Status.LIVE
            ).count(),
            position=20,
            visible=reads_offers,
        ),
        *(
            DashboardCard(
                key=queue,
                label=label,
                url_name="exchange_staff:queue",
                args=(queue,),
                count=partial(open_count, model),
                position=30,
                visible=partial(sees_queue, queue),
            )
            for queue, label, model in (
                ("reports", _("open reports"), Report),
                ("complaints", _("open complaints"), Complaint),
            )
        ),
        DashboardCard(
            key="overdue",
            label=_("overdue complaints"),
            url_name="exchange_staff:queue",
            args=("complaints",),
            count=lambda actor: complaints_overdue().count(),
            position=31,
            visible=partial(sees_queue, "complaints"),
        ),
        DashboardCard(
            key="cases",
            label=_("open cases of safeguarding"),
            url_name="exchange_staff:cases",
            count=lambda actor: cases_open().count(),
            position=32,
            visible=partial(sees_queue, "safeguarding"),
        ),
        DashboardCard(
            key="bans",
            label=_("bans to look at again"),
            url_name="exchange_staff:bans",
            count=lambda actor: bans_to_review().count(),
            position=33,
            visible=partial(sees_queue, "safeguarding"),
        ),
    )

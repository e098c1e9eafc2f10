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

console_link = partial(NavItem, "console")

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


LINKS = (
    console_link("needs", _("Needs"), "exchange_staff:needs", position=5, visible=reads_offers),
    console_link("offers", _("Offers"), "exchange_staff:offers", position=10, visible=reads_offers),
    console_link(
        "sessions",
        _("Matching session"),
        "exchange_staff:sessions",
        position=15,
        group="add",
        visible=coordinates,
    ),
    console_link(
        "statistics",
        _("Statistics"),
        "exchange_staff:statistics",
        position=40,
        visible=reads_statistics,
    ),
    console_link(
        "talks", _("Conversations"), "exchange_staff:talks", position=7, visible=is_called
    ),
    console_link(
        "import",
        _("Import"),
        "exchange_staff:import_start",
        position=20,
        group="add",
        visible=coordinates,
    ),
    console_link(
        "need_new",
        _("New need"),
        "exchange_staff:need_new",
        position=15,
        group="add",
        visible=coordinates,
    ),
    console_link(
        "categories",
        _("Kinds of help"),
        "exchange_staff:categories",
        position=84,
        group="settings",
        # Without elevation too: the page asks for it.
        visible=lambda actor: bool(actor and Role.NETWORK_ADMIN in actor.roles),
    ),
    *(
        console_link(
            queue,
            label,
            "exchange_staff:queue",
            args=(queue,),
            position=30,
            group="safety",
            visible=partial(sees_queue, queue),
        )
        for queue, label in QUEUES.items()
    ),
    console_link(
        "safeguarding",
        _("Safeguarding"),
        "exchange_staff:cases",
        position=32,
        group="safety",
        visible=partial(sees_queue, "safeguarding"),
    ),
)
CARDS = (
    *(
        DashboardCard(
            f"needs_{whose}",
            label,
            "exchange_staff:needs",
            partial(needs_count, whose),
            query=f"whose={whose}",
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
        "offers_overdue",
        _("offers are overdue"),
        "exchange_staff:offers",
        lambda actor: offers_counted(actor)["overdue"],
        query="whose=overdue",
        position=8,
        visible=reads_offers,
    ),
    DashboardCard(
        "talks",
        _("conversations wait for a coordinator"),
        "exchange_staff:talks",
        lambda actor: joinings_waiting().filter(joined_at=None).count(),
        position=3,
        visible=is_called,
    ),
    DashboardCard(
        "waiting",
        _("offers wait for vetting"),
        "exchange_staff:offers",
        lambda actor: offers_waiting(Offer.objects.all()).count(),
        query="waits=on",
        position=10,
        visible=reads_offers,
    ),
    DashboardCard(
        "handed_over",
        _("offers were handed over to us"),
        "exchange_staff:offers",
        lambda actor: Offer.objects.filter(HANDED_OVER, handler=actor.organisation).count(),
        query="handler=new",
        position=12,
        visible=reads_offers,
    ),
    DashboardCard(
        "ends_soon",
        _("offers whose vetting ends soon"),
        "exchange_staff:offers",
        lambda actor: offers_ending(timezone.localdate()),
        query="ends_soon=on",
        position=12,
        visible=reads_offers,
    ),
    DashboardCard(
        "mine",
        _("live offers my organisation has taken on"),
        "exchange_staff:offers",
        lambda actor: Offer.objects.filter(
            handler=actor.organisation, status=Offer.Status.LIVE
        ).count(),
        query="handler=mine&status=live",
        position=20,
        visible=reads_offers,
    ),
    *(
        DashboardCard(
            queue,
            label,
            "exchange_staff:queue",
            partial(open_count, model),
            args=(queue,),
            position=30,
            visible=partial(sees_queue, queue),
        )
        for queue, label, model in (
            ("reports", _("open reports"), Report),
            ("complaints", _("open complaints"), Complaint),
        )
    ),
    DashboardCard(
        "overdue",
        _("overdue complaints"),
        "exchange_staff:queue",
        lambda actor: complaints_overdue().count(),
        args=("complaints",),
        position=31,
        visible=partial(sees_queue, "complaints"),
    ),
    DashboardCard(
        "cases",
        _("open cases of safeguarding"),
        "exchange_staff:cases",
        lambda actor: cases_open().count(),
        position=32,
        visible=partial(sees_queue, "safeguarding"),
    ),
    DashboardCard(
        "bans",
        _("bans to look at again"),
        "exchange_staff:bans",
        lambda actor: bans_to_review().count(),
        position=33,
        visible=partial(sees_queue, "safeguarding"),
    ),
)


def register() -> None:
    navigation.register(*LINKS)
    dashboard.register(*CARDS)

"""What the exchange puts on the staff's pages: links and what waits."""

from django.utils.translation import gettext_lazy as _

from nebe.core.people.actors import Actor
from nebe.core.people.models import Role
from nebe.core.ui.registry import DashboardCard, NavItem, dashboard, navigation

from .models import Complaint, Offer, Report
from .models.reports import WorkedQueue
from .worklist.filters import offers_waiting

READERS = (Role.COORDINATOR, Role.ORGANISATION_ADMIN, Role.COUNSELLOR, Role.AUDITOR)
WORKERS = (Role.COORDINATOR, Role.ORGANISATION_ADMIN, Role.AUDITOR)
QUEUES = {"reports": _("Reports"), "complaints": _("Complaints")}


def works_queues(actor: Actor | None) -> bool:
    return bool(actor and actor.can(*WORKERS))


def reads_offers(actor: Actor | None) -> bool:
    return bool(actor and actor.can(*READERS))


def register() -> None:
    navigation.register(
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
            key="import",
            label=_("Import"),
            url_name="exchange_staff:import_start",
            position=20,
            visible=lambda actor: bool(
                actor and actor.can(Role.COORDINATOR, Role.ORGANISATION_ADMIN)
            ),
        ),
        *(
            NavItem(
                area="console",
                key=queue,
                label=label,
                url_name="exchange_staff:queue",
                args=(queue,),
                position=30,
                visible=works_queues,
            )
            for queue, label in QUEUES.items()
        ),
    )
    dashboard.register(
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
                count=lambda actor, model=model: model.objects.exclude(
                    status=WorkedQueue.Status.CLOSED
                ).count(),
                position=30,
                visible=works_queues,
            )
            for queue, label, model in (
                ("reports", _("open reports"), Report),
                ("complaints", _("open complaints"), Complaint),
            )
        ),
    )

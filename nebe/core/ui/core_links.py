"""Links to pages of the lower floors, which cannot register them themselves."""

from django.utils.translation import gettext_lazy as _

from nebe.core.people.models import Organisation, Role

from .registry import DashboardCard, NavItem, dashboard, navigation


def is_nobody(actor) -> bool:
    return not (actor and actor.is_signed_in)


def is_signed_in(actor) -> bool:
    return not is_nobody(actor)


def holds(role: Role):
    return lambda actor: bool(actor and role in actor.roles)


def reads_the_trail(actor) -> bool:
    return bool(actor and actor.can(Role.AUDITOR, Role.ORGANISATION_ADMIN, Role.NETWORK_ADMIN))


def applications_waiting(actor) -> int:
    return Organisation.objects.filter(status=Organisation.Status.WAITING).count()


navigation.register(
    NavItem("account", "sign_in", _("Sign in"), "account_login", 90, visible=is_nobody),
    NavItem("account", "account", _("Your account"), "people:account", 90, visible=is_signed_in),
    NavItem(
        "footer", "organisations", _("Organisations"), "people:organisations", 30, group="network"
    ),
    NavItem("footer", "join", _("Your organisation joins"), "people:apply", 40, group="with_us"),
    NavItem(
        "console",
        "members",
        _("Members"),
        "people:members",
        80,
        visible=holds(Role.ORGANISATION_ADMIN),
        group="settings",
    ),
    NavItem(
        "console",
        "organisation",
        _("Our organisation"),
        "people:organisation_settings",
        81,
        visible=holds(Role.ORGANISATION_ADMIN),
        group="settings",
    ),
    NavItem(
        "console",
        "audit",
        _("Who did what"),
        "audit_trail",
        90,
        visible=reads_the_trail,
        group="settings",
    ),
    NavItem("footer", "privacy", _("Your data"), "privacy", 15, group="site"),
    NavItem(
        "console",
        "applications",
        _("Organisations"),
        "people:applications",
        85,
        visible=holds(Role.NETWORK_ADMIN),
        group="settings",
    ),
)
dashboard.register(
    DashboardCard(
        key="applications",
        label=_("Organisations that want to join"),
        url_name="people:applications",
        count=applications_waiting,
        query="status=waiting",
        position=60,
        visible=holds(Role.NETWORK_ADMIN),
    )
)

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    name = "nebe.exchange"
    label = "nebe_exchange"

    def ready(self):
        from nebe.core.mail import links, lists
        from nebe.core.ui.registry import NavItem, navigation

        from . import indexes, mails, related, signals, site_search, staff_pages  # noqa: F401 (register, connect)
        from .statistics import counted

        pages = "nebe.exchange.views.links"
        for purpose, view in (
            (mails.OFFER_CONFIRM, "offer"),
            (mails.ASK_CONFIRM, "ask"),
            (mails.NEED_CONFIRM, "need"),
        ):
            links.register(
                purpose,
                f"{pages}.confirm_{view}",
                used=f"{pages}.confirmed_{view}",
                door="exchange:my_door",
            )
        for purpose, view in ((mails.STILL_OFFER, "offer"), (mails.STILL_NEED, "need")):
            links.register(
                purpose,
                f"nebe.exchange.views.still_true.ask_{view}",
                used=f"nebe.exchange.views.still_true.answered_{view}",
                door="exchange:my_door",
            )
        links.register(
            mails.MANY, "nebe.exchange.views.mails_from_us.opened", door="exchange:my_door"
        )
        lists.register(
            mails.MANY,
            lists.MailList(
                stop="nebe.exchange.views.mails_from_us.stopped",
                title=_("Mails from organisations"),
                text=_("An organisation wrote to you because you offer help."),
                button=_("No more such mails"),
                done=_(
                    "You get no more such mails. Mails about your own requests and conversations "
                    "still come."
                ),
                door="exchange:my_door",
            ),
        )
        navigation.register(
            NavItem("public", "find", _("Find help"), "exchange:find", 10, "search"),
            NavItem("public", "give", _("Offer help"), "exchange:give", 20, "heart"),
            NavItem("public", "my", _("My page"), "exchange:my_door", 30, "person"),
            NavItem(
                "account",
                "my_account",
                _("My offers and requests"),
                "exchange:my_of_account",
                30,
                "",
                lambda actor: bool(actor and actor.is_signed_in and not actor.is_staff),
            ),
            NavItem("footer", "needs", _("Who needs help now"), "exchange:needs", 5, group="help"),
            NavItem(
                "footer", "statistics", _("Statistics"), "exchange:statistics", 7, group="network"
            ),
            NavItem(
                "footer", "safety", _("Safety and complaints"), "exchange:safety", 10, group="help"
            ),
            NavItem(
                "footer",
                "conduct",
                _("Code of conduct"),
                "exchange:code_of_conduct",
                20,
                group="site",
            ),
        )
        staff_pages.register()
        counted.register()

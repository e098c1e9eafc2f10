from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsroomConfig(AppConfig):
    name = "nebe.newsroom"
    label = "nebe_newsroom"

    def ready(self):
        from nebe.core.mail import links, lists
        from nebe.core.people.cms import EDITED, OPEN_TO_MEMBERS

        from . import following, indexes, shared, signals, staff_pages, towns, words  # noqa: F401
        from .newsletters import links as newsletters
        from .parts.door import OPEN

        shared.register()
        newsletters.register()
        staff_pages.register()
        EDITED.update({"download", "redirect"})
        OPEN_TO_MEMBERS.update(OPEN)
        pages = "nebe.newsroom.views.laws"
        links.register(following.CONFIRM, f"{pages}.confirm", used=f"{pages}.confirmed")
        links.register(following.STOP, f"{pages}.stop")
        lists.register(
            following.LIST,
            lists.MailList(
                stop=f"{pages}.stopped",
                title=_("Mails about a law"),
                text=_(
                    "If you press the button, we erase your address and write to you no more about "
                    "this law."
                ),
                button=_("Stop these mails"),
                done=_("You do not follow this law any more. Your address is erased."),
            ),
        )
        links.register("press", "nebe.newsroom.views.embargo.before_the_hour")
        views = "nebe.newsroom.stories.views"
        links.register("story", f"{views}.own_link", used=f"{views}.gone")

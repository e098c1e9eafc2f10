"""What the links in mails about calls open, and the one-click way out."""

from django.utils.translation import gettext_lazy as _

from nebe.core.mail import links, lists

from .mails import CONFIRM, LIST, OWN

VIEWS = "nebe.projects.views.calls_own"
DOOR = "projects:calls_follow"


def register() -> None:
    links.register(CONFIRM, f"{VIEWS}.confirm", used=f"{VIEWS}.confirmed", door=DOOR)
    links.register(OWN, f"{VIEWS}.own", door=DOOR)
    lists.register(
        LIST,
        lists.MailList(
            stop=f"{VIEWS}.stopped",
            title=_("Mails about funding calls"),
            text=_("Do you want no more mails from us about funding calls?"),
            button=_("No more mails about calls"),
            done=_("You get no more mails about funding calls. We have forgotten your address."),
            door=DOOR,
        ),
    )

"""What the links of newsletters open, and their one-click way out."""

from django.utils.translation import gettext_lazy as _

from nebe.core.mail import links, lists

from .mails import CONFIRM, LIST, OWN

VIEWS = "nebe.newsroom.views.newsletters.own"


def register() -> None:
    links.register(CONFIRM, f"{VIEWS}.confirm", used=f"{VIEWS}.confirmed", door="newsletter")
    links.register(OWN, f"{VIEWS}.own", door="newsletter")
    lists.register(
        LIST,
        lists.MailList(
            stop=f"{VIEWS}.stopped",
            title=_("Newsletter"),
            text=_("Do you want no more newsletters from us?"),
            button=_("No more newsletters"),
            done=_("You get no more newsletters from us."),
            door="newsletter",
        ),
    )

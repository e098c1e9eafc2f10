"""What the links in the room's mails open."""

from nebe.core.mail import links

from . import mails
from .calls.links import register

links.register(
    mails.STILL_RIGHT,
    "nebe.projects.views.confirming.ask",
    used="nebe.projects.views.confirming.answered",
)
register()

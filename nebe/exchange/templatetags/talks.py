"""How far a request is, in words for the one who reads them."""

from django import template
from django.utils.translation import pgettext

from ..models import Match, Message

register = template.Library()


@register.filter
def state_for(match: Match, side: str) -> str:
    """What this reader did is said to them as such; the rest is said as to everyone."""
    own: dict[tuple[str, str], str] = {
        (Match.Status.UNCONFIRMED, Message.Side.SEEKER): pgettext("match", "not sent yet"),
        (Match.Status.WITHDRAWN, Message.Side.SEEKER): pgettext("match", "you took it back"),
        (Match.Status.ASKED, Message.Side.HELPER): pgettext("match", "waits for your answer"),
        (Match.Status.ANSWERED, Message.Side.HELPER): pgettext("match", "you answered"),
        (Match.Status.DECLINED, Message.Side.HELPER): pgettext("match", "you could not help"),
    }
    return own.get((match.status, side)) or match.get_status_display()

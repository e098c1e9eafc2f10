"""How far a request or a need is, in words for the one who reads them."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ..models import Match, Message, Need

register = template.Library()


@register.filter
def state_for(match: Match, side: str) -> str:
    """What this reader did is said to them as such; the rest is said as to everyone."""
    if match.status == Match.Status.OFFERED and getattr(match, f"{side}_shares_at"):
        return pgettext("match", "you said yes")
    return str(_own_words().get((match.status, side)) or match.get_status_display())


def _own_words() -> dict[tuple[str, str], str]:
    status, seeker, helper = Match.Status, Message.Side.SEEKER, Message.Side.HELPER
    return {
        (status.UNCONFIRMED, seeker): pgettext("match", "not sent yet"),
        (status.OFFERED, seeker): pgettext("match", "found for you, waits for your answer"),
        (status.OFFERED, helper): pgettext("match", "waits for your answer"),
        (status.WITHDRAWN, seeker): pgettext("match", "you took it back"),
        (status.ASKED, helper): pgettext("match", "waits for your answer"),
        (status.ANSWERED, helper): pgettext("match", "you answered"),
        (status.DECLINED, helper): pgettext("match", "you could not help"),
        (status.FULFILLED, seeker): pgettext("match", "you were helped"),
        (status.FULFILLED, helper): pgettext("match", "you helped"),
    }


@register.filter
def need_state(need: Need) -> str:
    """Of a need with its `found_matches`, as its person reads it."""
    if need.status == Need.Status.UNCONFIRMED:
        return pgettext("match", "not sent yet")
    if need.status == Need.Status.WITHDRAWN:
        return pgettext("match", "you took it back")
    if need.status == Need.Status.OPEN:
        if need.found:
            return pgettext("need", "found in part")
        if _waiting(need):
            return pgettext("need", "something may fit")
        return pgettext("need", "we are looking")
    if need.status == Need.Status.MET:
        return pgettext("need", "found")
    return str(need.get_status_display())


@register.filter
def need_next(need: Need) -> str:
    """What its person may do now, in plain words."""
    if need.status == Need.Status.UNCONFIRMED:
        return _("Open the request and confirm it. Only then do we begin to look.")
    if need.status in (Need.Status.WITHDRAWN, Need.Status.EXPIRED):
        return _("We look no more. You can ask again at any time.")
    if _waiting(need):
        return _("Look at what was found and say whether you want it.")
    if need.status == Need.Status.MET:
        return _("Write to the helper and agree on the rest.")
    if need.found:
        return _("We look on for the rest.")
    return _("You need to do nothing. We write to you when we find something.")


def _waiting(need: Need) -> bool:
    """Something found waits for this person's yes."""
    waits = (Match.Status.OFFERED, Match.Status.ANSWERED)
    found: list[Match] = need.found_matches  # type: ignore[attr-defined]  # prefetched so
    return any(match.status in waits and not match.seeker_shares_at for match in found)

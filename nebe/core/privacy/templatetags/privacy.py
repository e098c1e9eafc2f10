from django import template
from django.conf import settings

from nebe.core.privacy.purposes import purposes

register = template.Library()


@register.inclusion_tag("privacy/notice.html")
def privacy_notice(key: str, controller: str = "") -> dict:
    """The notice that stands where data is asked: `{% privacy_notice "exchange.ask" %}`.

    `controller` is the name of the organisation that answers for the data, else the network.
    """
    return {"purpose": purposes[key], "controller": controller or settings.NETWORK_NAME}

from django import template

from ..safeguarding.codes import SIGNALS

register = template.Library()


@register.filter
def signal_title(code: str):
    return SIGNALS[code].title

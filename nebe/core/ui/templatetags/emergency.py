from functools import cache

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from nebe.core.places.countries import countries_served
from nebe.core.places.emergency import emergency_numbers

register = template.Library()
register.simple_tag(emergency_numbers)
register.simple_tag(countries_served)


@register.simple_tag
def emergency_list() -> SafeString:
    """The numbers of the countries served, drawn once for each language: most pages have them."""
    return _drawn(get_language(), tuple(settings.COUNTRIES))


@cache
def _drawn(language: str, countries: tuple[str, ...]) -> SafeString:
    return render_to_string("ui/components/emergency_list.html", {"countries": emergency_numbers()})

from django import template

from nebe.core.places.countries import countries_served
from nebe.core.places.emergency import emergency_numbers

register = template.Library()
register.simple_tag(emergency_numbers)
register.simple_tag(countries_served)

from django import template

from nebe.core.places.emergency import emergency_numbers

register = template.Library()
register.simple_tag(emergency_numbers)

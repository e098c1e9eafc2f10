"""Tags of the projects' templates."""

from django import template

from ..profiles.subjects import links_of_project

register = template.Library()
register.simple_tag(links_of_project, name="profile_links_of")

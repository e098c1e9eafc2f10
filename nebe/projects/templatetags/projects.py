"""Tags of the projects' templates."""

from django import template

from ..profiles.subjects import links_of_project, links_of_question

register = template.Library()
register.simple_tag(links_of_question, name="profile_links")
register.simple_tag(links_of_project, name="profile_links_of")

"""Programmes out of which funders pay, and each one's share in a project."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from nebe.core.texts.translated import Text, pick

from .columns import day, percentage, text, words
from .projects import Project


class Programme(models.Model):
    """Such as AMIF or ESF+: money that a funder gives by rules of its own for some years."""

    slug = models.SlugField(max_length=80, unique=True)
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    name = words(_("name"))
    description = words(_("description"))
    funder = models.ForeignKey(
        "nebe_people.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    start = day(_("from"))
    end = day(_("until"))
    website = text(_("website"))

    class Meta:
        ordering = ["slug"]

    def __str__(self):
        return str(self.title)

    @property
    def title(self) -> Text:
        return pick(self.name, get_language() or "en")


class Funding(models.Model):
    """Who pays which part of a project, out of which programme.

    The standard's files name funders only: what is here stays when such a file comes in again.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="fundings")
    funder = models.ForeignKey(
        "nebe_people.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    programme = models.ForeignKey(
        Programme, null=True, on_delete=models.PROTECT, related_name="fundings"
    )
    percentage = percentage(_("share in per cent"))

    class Meta:
        ordering = ["pk"]

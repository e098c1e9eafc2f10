"""Documents and links of a project."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .columns import day, records, text, words
from .projects import Project


class ProjectDocument(models.Model):
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="documents")
    title = words(_("title"))
    description = words(_("description"))
    url = text(_("address"))
    format = text(_("format"))
    categories = records()
    languages = records()
    date = day(_("day"))

    class Meta:
        ordering = ["pk"]

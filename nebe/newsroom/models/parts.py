"""Parts of the tree of pages that members of the network write themselves."""

from functools import cached_property

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection

from nebe.core.people.models import Organisation


class OrganisationPart(models.Model):
    """An organisation's page in every language, what stands below it, and a collection of files.

    Its editors are in `group`, which holds the rights of the CMS for just these.
    """

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="+")
    key = models.UUIDField(unique=True)  # of the organisation's page, the same in all languages
    group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="+")
    collection = models.OneToOneField(Collection, on_delete=models.PROTECT, related_name="+")
    publishes = models.BooleanField(
        _("publishes by itself"),
        default=False,
        help_text=_("Otherwise an editor of the network reads each page and publishes it."),
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["organisation__name"]

    def __str__(self) -> str:
        return self.organisation.name

    @cached_property
    def pages(self) -> models.QuerySet:
        from .organisations import OrganisationPage

        return OrganisationPage.objects.filter(translation_key=self.key)

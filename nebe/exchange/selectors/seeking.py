"""Needs to find help for."""

from collections.abc import Collection

from django.db.models import QuerySet

from nebe.core.people.models import Organisation
from nebe.core.places.models import Region

from ..models import Need


def needs_seeking(
    *, organisation: Organisation, region: Region | None = None, categories: Collection[str] = ()
) -> QuerySet[Need]:
    """Open needs that look for an offer: the organisation's own, and those of the network's office,
    which nobody has taken on. To be read in a scope of `handlers_of(organisation)`.
    """
    needs = Need.objects.filter(
        status=Need.Status.OPEN, seeks=True, organisation__in=handlers_of(organisation)
    )
    if region:
        needs = needs.filter(municipality__region=region)
    if categories:
        needs = needs.filter(category__in=categories)
    return needs.order_by("pk")


def handlers_of(organisation: Organisation) -> list[Organisation]:
    network = Organisation.objects.filter(is_network=True).exclude(pk=organisation.pk)
    return [organisation, *network]

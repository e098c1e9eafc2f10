"""Who is controller and who processor of which record, as the data has it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from .models import Organisation


@dataclass(frozen=True)
class Responsibility:
    """`controller` answers for the records; `processor` keeps them for the controller."""

    records: str
    controller: Organisation
    processor: Organisation | None


def responsibilities(organisation: Organisation) -> list[Responsibility]:
    """What an organisation answers for, and who works for it.

    The same is in the rows: `Person.controller`, `Offer.controller`, `Need.organisation`.
    """
    network: Organisation | None = organisation
    if not organisation.is_network:
        network = Organisation.objects.filter(is_network=True).first()
    own = [
        (_("Requests for help that it handles, with their messages"), organisation),
        (_("Offers and helpers that it brought in or took on"), organisation),
        (_("Accounts of the people who work for it"), organisation),
    ]
    shared = [(_("Offers and requests that no organisation has taken on yet"), network)]
    return [
        Responsibility(str(records), controller, network if controller != network else None)
        for records, controller in own + shared
        if controller
    ]

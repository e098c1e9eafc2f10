"""Somebody is to be forgotten: their rows in the inputs of sessions are blanked."""

import uuid
from collections.abc import Iterator

from django_scopes import scopes_disabled

from ..models import MatchingRun, Need, Offer, RunPair
from .inputs import Inputs, blanked, packed, pseudonyms, unpacked


def runs_with_rows_of(person_id: uuid.UUID) -> list[uuid.UUID]:
    return [run.pk for run, _left in _with_rows_of(person_id)]


def rows_blank(person_id: uuid.UUID) -> int:
    """Returns how many runs that touched; they can no longer be replayed."""
    touched = list(_with_rows_of(person_id))
    with scopes_disabled():
        RunPair.objects.filter(need__person=person_id).update(need_key="")
        RunPair.objects.filter(offer__person=person_id).update(offer_key="")
        for run, left in touched:
            MatchingRun.objects.filter(pk=run.pk).update(inputs=packed(left), replayable=False)
    return len(touched)


def _with_rows_of(person_id: uuid.UUID) -> Iterator[tuple[MatchingRun, Inputs]]:
    """Runs with rows of the person, and their inputs without them."""
    with scopes_disabled():
        rows = [
            pk
            for model in (Need, Offer)
            for pk in model.objects.filter(person=person_id).values_list("pk", flat=True)
        ]
        for run in MatchingRun.objects.exclude(inputs=None) if rows else ():
            inputs = unpacked(run.inputs)
            left = blanked(inputs, pseudonyms(run.pk, rows)) if inputs else None
            if left is not None:
                yield run, left

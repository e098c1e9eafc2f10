"""What is said of an offer, and writing it down; status and visibility are the caller's."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.db.models import Model
from django.utils import timezone

from nebe.core.crypto.keys import preload, subject_key
from nebe.core.places.models import Municipality

from ..models import Category, Offer, OfferCategory, OfferNumber, OfferPlace
from .quantities import kinds_count


@dataclass(frozen=True)
class OfferDraft:
    """What a helper says of an offer, checked by `OfferForm` or read from a file."""

    title: str
    text: str
    language: str
    categories: list[Category]
    places: list[Municipality]
    answers: dict = field(default_factory=dict)
    internal_answers: dict | Literal[""] = ""  # nothing told is nothing sealed, not a sealed {}
    languages: list[str] = field(default_factory=list)
    remote: bool = False
    reach_km: int = 0
    capacity: int = 1
    available_from: date | None = None
    available_until: date | None = None
    contact_hours: str = ""
    most_at_once: int | None = None


FILE_FIELDS = (
    "title",
    "text",
    "language",
    "languages",
    "remote",
    "reach_km",
    "capacity",
    "available_from",
    "available_until",
)
LINKS = ("categories", "places")
FORM_FIELDS = (
    "answers",
    "internal_answers",
    "contact_hours",
    "most_at_once",
)  # no file tells these
Written = Collection[tuple[Offer, OfferDraft]]


def draft_merge(
    offer: Offer, draft: OfferDraft, told: Collection[str]
) -> tuple[OfferDraft, list[str]]:
    """A known offer as it becomes where `draft` tells some fields, and which of them change."""
    known = {name: getattr(offer, name) for name in FILE_FIELDS}
    known["categories"] = list(offer.categories.all())
    known["places"] = [place.municipality for place in offer.places.all()]
    new = {name: getattr(draft, name) for name in told}
    if "text" in told or not offer.text:  # else the text that stays keeps its language
        new["language"] = draft.language
    changed = [
        name
        for name in (*FILE_FIELDS, *LINKS)
        if name in new and _order_left(name, new[name]) != _order_left(name, known[name])
    ]
    return OfferDraft(**known | new), changed


def _order_left(name: str, value: Any) -> Any:
    return set(value) if name in LINKS else value


def offer_write(offer: Offer, draft: OfferDraft) -> None:
    """Save one offer, new or known, as its draft says."""
    is_new, told = offer._state.adding, FILE_FIELDS + FORM_FIELDS
    _fill(offer, draft, told)
    # Never what is taken: others may take meanwhile.
    offer.save(**({} if is_new else {"update_fields": [*told, "updated_at"]}))
    _links_write([(offer, draft)])


def offers_add(written: Written) -> None:
    """Save many new offers, in few statements."""
    numbers = OfferNumber.reserve(len(written))
    for (offer, draft), number in zip(written, numbers, strict=True):
        offer.number = number
        _fill(offer, draft, FILE_FIELDS + FORM_FIELDS)
    with preload({offer.person_id for offer, _draft in written}):
        for offer, _draft in written:
            subject_key(offer.person_id)  # `KeyErased`: nothing new of whoever is being forgotten
        Offer.objects.bulk_create([offer for offer, _draft in written])
    _links_write(written)


def offers_change(written: Written) -> None:
    """Save what files say of many known offers, in few statements."""
    changed = [offer for offer, draft in written if _fill(offer, draft, FILE_FIELDS)]
    for offer in changed:
        offer.updated_at = timezone.now()
    Offer.objects.bulk_update(changed, [*FILE_FIELDS, "updated_at"])
    _links_write(written)


def _fill(offer: Offer, draft: OfferDraft, names: tuple[str, ...]) -> bool:
    """Whether that changes anything."""
    before = [getattr(offer, name) for name in names]
    after = [getattr(draft, name) for name in names]
    for name, value in zip(names, after, strict=True):
        setattr(offer, name, value)
    return before != after


def _links_write(written: Written) -> None:
    """Give each offer the kinds and places of its draft, and no others."""
    kinds = [(offer.pk, kind.pk) for offer, draft in written for kind in draft.categories]
    places = [(offer.pk, place.pk) for offer, draft in written for place in draft.places]
    ids = [offer.pk for offer, _draft in written]
    _link(OfferCategory, "category_id", ids, kinds)
    _link(OfferPlace, "municipality_id", ids, places)
    kinds_count([offer for offer, _draft in written])


def _link(model: type[Model], column: str, ids: list[UUID], wanted: list[tuple]) -> None:
    rows = model._default_manager.filter(offer__in=ids)
    known = {tuple(pair): pk for pk, *pair in rows.values_list("pk", "offer_id", column)}
    if extra := known.keys() - set(wanted):
        rows.filter(pk__in=[known[pair] for pair in extra]).delete()
    missing = [pair for pair in dict.fromkeys(wanted) if pair not in known]
    model._default_manager.bulk_create(
        [model(**{"offer_id": offer, column: value}) for offer, value in missing]
    )

"""What an organisation's yes was given for, and what of it was changed since."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from nebe.core.crypto.fields import reveal

from .models import Category, Offer, OfferImage, OfferPlace, Vetting
from .visibility import visibility_of

# Shown to every coordinator; of the others (answers may be internal) only that they changed.
SHOWN = ("title", "text", "places", "reach_km", "remote")


def vetted_parts(ids: Collection[UUID], *, hold: bool = False) -> dict[UUID, dict[str, Any]]:
    """What a vetting looks at, of offers as they stand in the database.

    With `hold` the offers stay so until the transaction ends: an answer and a change cannot cross.
    """
    rows = Offer.objects.filter(pk__in=ids).order_by("pk")
    offers = reveal(rows.select_for_update() if hold else rows)
    places = _of_each(OfferPlace, "municipality__name", ids)
    pictures = _of_each(OfferImage, "pk", ids)
    return {
        offer.pk: {
            "title": " ".join(offer.title.split()),
            "text": " ".join(offer.text.split()),
            "answers": _answers(offer.answers) | _answers(offer.internal_answers or {}),
            "places": places[offer.pk],
            "reach_km": offer.reach_km,
            "remote": offer.remote,
            "pictures": pictures[offer.pk],
        }
        for offer in offers
    }


def _of_each(model: type[Model], column: str, ids: Collection[UUID]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    for offer, value in model._default_manager.filter(offer__in=ids).values_list("offer", column):
        found[offer].append(str(value))
    return defaultdict(list, {offer: sorted(values) for offer, values in found.items()})


def _answers(answers: dict) -> dict[str, str]:
    """Without the empty ones; the order of what was ticked says nothing."""
    return {
        name: str(sorted(map(str, value)) if isinstance(value, list) else value)
        for name, value in answers.items()
        if value not in (None, "", [], False)
    }


def fingerprint(parts: dict[str, Any]) -> str:
    """The same for two readers who saw the same."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


class Vetted:
    """Offers that are about to be changed, held, and what they say until now."""

    def __init__(self, offers: Collection[Offer]):
        ids = [offer.pk for offer in offers]
        list(Offer.objects.select_for_update().filter(pk__in=ids).order_by("pk").values("pk"))
        standing = Vetting.objects.filter(offer__in=ids, accepted=True, withdrawn_at=None)
        self.vettings = list(standing.select_related("offer__person", "category"))
        self.ids = {vetting.offer_id for vetting in self.vettings}
        self.before = self._parts()

    def _parts(self) -> dict[UUID, dict[str, Any]]:
        return vetted_parts(self.ids) if self.ids else {}

    def lapse(self) -> list[Vetting]:
        """Let each yes lapse that was given for something else; those that held until now."""
        after, lapsed = self._parts(), []
        for vetting in self.vettings:
            pk = vetting.offer_id
            changed = _changed(self.before[pk], after[pk], vetting.category_id)
            if not changed:
                continue
            if vetting.outdated_at is None:
                vetting.outdated_at = timezone.now()
                lapsed.append(vetting)
            # What the yes was given for is what stood before the first change.
            vetting.given_for = changed | (vetting.given_for or {})
            vetting.save(update_fields=["outdated_at", "given_for"])
        return lapsed


def _changed(before: dict[str, Any], after: dict[str, Any], slug: str) -> dict[str, Any]:
    changed = {name: before[name] for name in SHOWN if before[name] != after[name]}
    mine = [
        {name: value for name, value in parts["answers"].items() if name.startswith(f"{slug}.")}
        for parts in (before, after)
    ]
    hidden = {"answers": mine[0] != mine[1], "pictures": before["pictures"] != after["pictures"]}
    return changed | {name: None for name, differs in hidden.items() if differs}


def kinds_vetted(offer: Offer) -> list[Category]:
    """The kinds of help that everyone finds thanks to a yes, which a change would end."""
    remote_only = offer.remote and not offer.places.exists()
    public = visibility_of(offer).public
    vetted = Category.Openness.VETTED
    return [
        category
        for category in offer.categories.all()
        if category.pk in public and category.openness_for(remote_only=remote_only) == vetted
    ]


@dataclass(frozen=True)
class Change:
    """One part that differs from what the yes was given for."""

    label: str
    shown: bool
    before: str = ""
    now: str = ""


def changes_of(vetting: Vetting, parts: dict[str, Any]) -> list[Change]:
    """What was changed since this yes; `parts` are those of the offer now."""
    labels = {
        "title": _("Title"),
        "text": _("Text"),
        "places": _("Place"),
        "reach_km": _("Reach in km"),
        "remote": _("At a distance"),
        "answers": _("Answers"),
        "pictures": _("Pictures"),
    }
    given_for: dict[str, Any] = vetting.given_for or {}
    return [
        Change(label, name in SHOWN, _in_words(given_for[name]), _in_words(parts[name]))
        for name, label in labels.items()
        if name in given_for
    ]


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ", ".join(value)
    return "" if value is None else str(value)

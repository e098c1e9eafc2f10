"""What an organisation notes about a need or an offer of its own: colleagues, tags, days, notes."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from nebe.core.errors import NotPossible
from nebe.core.people.actors import StaffActor
from nebe.core.people.models import Membership, Organisation, User
from nebe.core.privacy.audit import audit

from ..models import Need, NeedNote, Offer, OfferNote, Tag
from .handling import HANDLERS


def colleagues(organisation: Organisation) -> QuerySet[User]:
    """Those who can be given something to see to."""
    members = Membership.objects.filter(organisation=organisation, role__in=HANDLERS)
    return User.objects.filter(pk__in=members.values("user"), is_active=True).order_by("name")


@transaction.atomic
def assign(*, row: Need | Offer, user: User, actor: StaffActor) -> None:
    if not colleagues(actor.organisation).filter(pk=user.pk).exists():
        raise NotPossible(_("This person does not work for your organisation."))
    row.assignees.add(user)
    _audit("assign", row, actor)


@transaction.atomic
def unassign(*, row: Need | Offer, user: User, actor: StaffActor) -> None:
    row.assignees.remove(user)
    _audit("unassign", row, actor)


@transaction.atomic
def tag(*, row: Need | Offer, name: str, actor: StaffActor) -> None:
    """By a word of the organisation's own, made when it is new."""
    word, _is_new = Tag.objects.get_or_create(organisation=actor.organisation, name=name)
    row.tags.add(word)
    _audit("tag", row, actor)


@transaction.atomic
def untag(*, row: Need | Offer, name: str, actor: StaffActor) -> None:
    row.tags.remove(*Tag.objects.filter(organisation=actor.organisation, name=name))
    _audit("untag", row, actor)


@transaction.atomic
def follow_up(*, row: Need | Offer, on: date | None, actor: StaffActor) -> None:
    """When to look at it again; None: never mind."""
    # Without `save`: an offer's day of change says when its helper changed it.
    type(row)._base_manager.filter(pk=row.pk).update(follow_up_on=on)
    row.follow_up_on = on
    _audit("follow_up", row, actor)


def note(*, row: Need | Offer, text: str, once: str, actor: StaffActor) -> NeedNote | OfferNote:
    """The same `once` gives the same note."""
    notes: Any = NeedNote.objects if isinstance(row, Need) else OfferNote.objects
    try:
        with transaction.atomic():
            if known := notes.filter(once=once).first():
                return known
            values = {"by": actor.user, "text": text, "once": once}
            if isinstance(row, Need):
                written = notes.create(need=row, **values)
            else:
                written = notes.create(offer=row, organisation=actor.organisation, **values)
            _audit("note", row, actor)
            return written
    except IntegrityError:  # sent twice at the same moment
        return notes.get(once=once)


def _audit(verb: str, row: Need | Offer, actor: StaffActor) -> None:
    audit(action=f"{row._meta.model_name}.{verb}", actor=actor, row=row)

"""Who handles a need, and what they note about it: taking on, handing back, colleagues, notes."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import scopes_disabled

from nebe.core.people.actors import StaffActor
from nebe.core.people.models import Membership, Organisation, User
from nebe.core.people.persons import person_disclose, persons_undisclose
from nebe.core.privacy.audit import audit

from ..models import Match, Need, NeedNote, Tag
from ..safeguarding.cases import cases_follow
from ..selectors.need_worklist import IS_NOBODYS, TO_TAKE_ON
from ..states import By
from .errors import NotPossible
from .handling import HANDLERS
from .matches import match_move

DISCLOSED_FOR = "need"


def need_take_on(*, need: Need, actor: StaffActor) -> None:
    """The actor's organisation handles the need and sees whose it is. Twice is the same as once."""
    organisation = actor.organisation
    with scopes_disabled(), transaction.atomic():
        free = Need.objects.filter(TO_TAKE_ON, pk=need.pk)
        taken = _pass_on(need, free, organisation, timezone.now())
        need.refresh_from_db(fields=["organisation", "taken_on_at"])
        if need.organisation_id != organisation.pk or need.taken_on_at is None:
            raise NotPossible(_("Another organisation has taken this on."))
        if taken:
            person_disclose(person=need.person, organisation=organisation, purpose=DISCLOSED_FOR)
            need.assignees.add(actor.user)
            audit(action="need.take_on", actor=actor, row=need)
            cases_follow(needs=[need], organisation=organisation.pk, actor=actor)


def need_hand_back(*, need: Need, actor: StaffActor) -> None:
    """To the network's office, for others to take on.

    The organisation loses the contact, unless it handles another need of this person. Its tags,
    colleagues and follow-up date go; the notes stay with the need.
    """
    organisation = actor.organisation
    with scopes_disabled(), transaction.atomic():
        office = Organisation.objects.get(is_network=True)
        mine = Need.objects.filter(
            pk=need.pk, seeks=True, status=Need.Status.OPEN, organisation=organisation
        ).exclude(IS_NOBODYS)
        if not _pass_on(need, mine, office, None):
            raise NotPossible
        need.refresh_from_db()
        need.assignees.clear()
        need.tags.clear()
        _matches_let_go(need, actor)
        _disclose_end(need, organisation)
        audit(action="need.hand_back", actor=actor, row=need)
        cases_follow(needs=[need], organisation=office.pk, actor=actor)


def _pass_on(need: Need, rows: QuerySet[Need], organisation: Organisation, taken_on_at) -> bool:
    """The matches go with the need; False where it is not among `rows`."""
    if not rows.update(organisation=organisation, taken_on_at=taken_on_at, follow_up_on=None):
        return False
    Match.objects.filter(need=need.pk).update(organisation=organisation)
    return True


def _matches_let_go(need: Need, actor: StaffActor) -> None:
    taken_on = Match.objects.filter(need=need, status=Match.Status.TAKEN_ON)
    for match in taken_on:
        match_move(match=match, to=Match.Status.PROPOSED, by=By.STAFF, actor=actor)
    Match.objects.filter(need=need).update(coordinator=None)


def _disclose_end(need: Need, organisation: Organisation) -> None:
    if Need.objects.filter(person=need.person_id, organisation=organisation, seeks=True).exists():
        return
    persons_undisclose(persons=[need.person_id], organisation=organisation, purpose=DISCLOSED_FOR)


def colleagues(organisation: Organisation) -> QuerySet[User]:
    """Those who can be given a need to see to."""
    members = Membership.objects.filter(organisation=organisation, role__in=HANDLERS)
    return User.objects.filter(pk__in=members.values("user"), is_active=True).order_by("name")


def need_assign(*, need: Need, user: User, actor: StaffActor) -> None:
    if not colleagues(actor.organisation).filter(pk=user.pk).exists():
        raise NotPossible(_("This person does not work for your organisation."))
    with transaction.atomic():
        need.assignees.add(user)
        audit(action="need.assign", actor=actor, row=need)


def need_unassign(*, need: Need, user: User, actor: StaffActor) -> None:
    with transaction.atomic():
        need.assignees.remove(user)
        audit(action="need.unassign", actor=actor, row=need)


def need_note(*, need: Need, text: str, once: str, actor: StaffActor) -> NeedNote:
    """The same `once` gives the same note."""
    try:
        with transaction.atomic():
            if known := NeedNote.objects.filter(once=once).first():
                return known
            note = NeedNote.objects.create(need=need, by=actor.user, text=text, once=once)
            audit(action="need.note", actor=actor, row=need)
            return note
    except IntegrityError:  # sent twice at the same moment
        return NeedNote.objects.get(once=once)


def need_tag(*, need: Need, name: str, actor: StaffActor) -> None:
    """By a word of the organisation's own, made when it is new."""
    with transaction.atomic():
        tag, _is_new = Tag.objects.get_or_create(organisation=actor.organisation, name=name)
        need.tags.add(tag)
        audit(action="need.tag", actor=actor, row=need)


def need_untag(*, need: Need, name: str, actor: StaffActor) -> None:
    with transaction.atomic():
        need.tags.remove(*Tag.objects.filter(organisation=actor.organisation, name=name))
        audit(action="need.untag", actor=actor, row=need)


def need_follow_up(*, need: Need, on: date | None, actor: StaffActor) -> None:
    """When to look at it again; None: never mind."""
    with transaction.atomic():
        Need.objects.filter(pk=need.pk).update(follow_up_on=on)
        need.follow_up_on = on
        audit(action="need.follow_up", actor=actor, row=need)

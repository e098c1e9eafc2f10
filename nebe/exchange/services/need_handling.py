"""Who handles a need: taking on and handing back. What they note about it: `marks.py`."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import scopes_disabled

from nebe.core.errors import NotPossible
from nebe.core.people.actors import StaffActor
from nebe.core.people.models import Organisation
from nebe.core.people.persons import person_disclose, persons_undisclose
from nebe.core.privacy.audit import audit

from ..models import Match, Need
from ..safeguarding.cases import cases_follow
from ..selectors.need_worklist import IS_NOBODYS, TO_TAKE_ON
from ..states import By
from .joinings import joinings_of_need_follow
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
    joinings_of_need_follow(need=need, organisation=organisation)
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

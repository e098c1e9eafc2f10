"""A matching session: begun by a coordinator, planned by a job, accepted in all or in part."""

from collections.abc import Collection

from django.db import IntegrityError, transaction
from django_scopes import scope

from nebe.core.errors import NotPossible
from nebe.core.people.actors import StaffActor
from nebe.core.privacy.audit import audit

from ..models import MatchingRun, RunPair
from .need_handling import need_take_on
from .proposals import match_propose, match_take_on

Status = MatchingRun.Status


def run_start(*, choices: dict, once: str, actor: StaffActor) -> MatchingRun:
    """Keep what was asked for and have it planned; the same `once` gives the same run.

    `choices`: region, categories (slugs), and the weights as fields of `MatchingRun`.
    """
    from ..tasks import run_plan_job

    known = MatchingRun.objects.filter(once=once)
    try:
        with transaction.atomic():
            if found := known.first():
                return found
            run = MatchingRun.objects.create(
                organisation=actor.organisation, by=actor.user, once=once, **choices
            )
            audit(action="run.start", actor=actor, row=run)
            run_plan_job.enqueue(run.pk)
            return run
    except IntegrityError:
        return known.get()


def run_again(*, run: MatchingRun, once: str, actor: StaffActor) -> MatchingRun:
    """The same choices anew; what was accepted meanwhile stays as it is."""
    names = (
        "region", "categories", "nearness", "urgency", "waiting", "language", "fair",
    )  # fmt: skip
    choices = {name: getattr(run, name) for name in names}
    return run_start(choices=choices, once=once, actor=actor)


def run_accept(
    *, run: MatchingRun, pairs: Collection[RunPair], actor: StaffActor
) -> tuple[int, int]:
    """Each pair becomes a match that the actor has taken on. Returns (accepted, not possible).

    A need that nobody handled is taken on by the actor's organisation.
    """
    done = missed = 0
    for pair in pairs:
        try:
            done += _accept(pair, actor)
        except NotPossible:
            missed += 1
    audit(action="run.accept", actor=actor, row=run)
    return done, missed


def _accept(pair: RunPair, actor: StaffActor) -> bool:
    if pair.match_id:
        return False
    if pair.need is None or pair.offer is None:
        raise NotPossible
    with transaction.atomic():
        need = pair.need
        if need.organisation_id != actor.organisation.pk:
            need_take_on(need=need, actor=actor)
            need.refresh_from_db()
        with scope(organisation=need.organisation_id):
            match = match_propose(need=need, offer=pair.offer, units=pair.units, actor=actor)
            if match.status == match.Status.PROPOSED:
                match_take_on(match=match, actor=actor)
            RunPair.objects.filter(pk=pair.pk).update(match=match)
    return True

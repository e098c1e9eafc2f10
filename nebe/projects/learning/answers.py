"""What the addressed organisation says to a recommendation, and what it does about it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from nebe.core.errors import NotPossible
from nebe.core.people.actors import StaffActor
from nebe.core.privacy.audit import audit

from ..models import Action, Recommendation
from .evaluations import OPEN, known
from .texts import put


@transaction.atomic
def answer_save(
    *,
    recommendation: Recommendation,
    values: Mapping[str, Any],
    language: str,
    give: bool,
    actor: StaffActor,
) -> None:
    """`give`: everyone who may see the recommendation sees the answer; else it is a draft.

    What was given once is changed in the open.
    """
    found = answerable(recommendation, actor)
    put(found, {"verdict": values["verdict"]}, language)
    others = {code: text for code, text in found.answer.items() if code != language}
    found.answer = {**others, language: values["answer"]} if values["answer"] else others
    if give or found.answered_at:
        found.answered_at = timezone.now()
    found.save(update_fields=["verdict", "answer", "answered_at"])
    action = "recommendation.answer" if found.answered_at else "recommendation.draft_answer"
    audit(action=action, actor=actor, row=found)


def answerable(recommendation: Recommendation, actor: StaffActor) -> Recommendation:
    """Held until the end of the transaction; only the addressed organisation answers."""
    found = known(recommendation)
    if found is None or found.organisation != actor.organisation:
        raise NotPossible
    if found.finding.evaluation.stage not in OPEN:
        raise NotPossible
    return found


@transaction.atomic
def action_save(
    *, action: Action, values: Mapping[str, Any], language: str, actor: StaffActor
) -> None:
    answerable(action.recommendation, actor)
    put(action, values, language)
    action.save()
    audit(action="action.save", actor=actor, row=action)


@transaction.atomic
def action_remove(*, action: Action, actor: StaffActor) -> None:
    answerable(action.recommendation, actor)
    audit(action="action.remove", actor=actor, row=action)
    action.delete()


@transaction.atomic
def action_done(*, action: Action, done_on: date | None, actor: StaffActor) -> None:
    """By who has it to do, or by who was asked; None: it is not done after all."""
    found = Action.objects.select_for_update(of=("self",)).select_related("recommendation")
    row = found.get(pk=action.pk)
    if actor.organisation.pk not in (row.organisation_id, row.recommendation.organisation_id):
        raise NotPossible
    row.done_on = done_on
    row.save(update_fields=["done_on"])
    audit(action="action.done" if done_on else "action.undone", actor=actor, row=row)

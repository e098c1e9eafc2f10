"""What the office writes: an evaluation, its findings, what they recommend to whom."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor
from nebe.core.privacy.audit import audit

from ..models import Evaluation, Finding, Recommendation
from ..saving import as_it_stands, save_content
from . import mails
from .texts import put, slug_for

Stage = Evaluation.Stage
OPEN = (Stage.ASKED, Stage.PUBLISHED)  # organisations may answer
MOVES = {
    Stage.ASKED: (Stage.DRAFT, Stage.WITHDRAWN),
    Stage.PUBLISHED: (Stage.DRAFT, Stage.ASKED, Stage.WITHDRAWN),
    Stage.WITHDRAWN: (Stage.ASKED, Stage.PUBLISHED),
}


@transaction.atomic
def evaluation_save(
    *, evaluation: Evaluation, values: Mapping[str, Any], language: str, actor: Actor
) -> None:
    evaluation = as_it_stands(evaluation)
    put(evaluation, values, language)
    evaluation.slug = evaluation.slug or slug_for(evaluation, "evaluation")
    save_content(evaluation)
    audit(action="evaluation.save", actor=actor, row=evaluation)


@transaction.atomic
def evaluation_move(*, evaluation: Evaluation, stage: str, actor: Actor) -> None:
    """Ask the organisations, publish, withdraw; who has something to answer gets a mail."""
    found = Evaluation.objects.select_for_update().filter(
        pk=evaluation.pk, stage__in=MOVES[Stage(stage)]
    )
    row = found.first()
    if row is None:
        raise NotPossible
    row.stage = stage
    if stage == Stage.PUBLISHED:
        row.published_at = row.published_at or timezone.now()
    row.save(update_fields=["stage", "published_at"])
    audit(action=f"evaluation.{stage}", actor=actor, row=row)
    if stage in OPEN:
        mails.asked_send(row)


@transaction.atomic
def finding_save(
    *, finding: Finding, values: Mapping[str, Any], language: str, actor: Actor
) -> None:
    put(finding, values, language)
    finding.save()
    audit(action="finding.save", actor=actor, row=finding)


@transaction.atomic
def finding_remove(*, finding: Finding, actor: Actor) -> None:
    if finding.recommendations.exclude(answered_at=None).exists():
        raise NotPossible(_("One of its recommendations was answered, so it stays."))
    audit(action="finding.remove", actor=actor, row=finding)
    finding.delete()


@transaction.atomic
def recommendation_save(
    *, recommendation: Recommendation, values: Mapping[str, Any], language: str, actor: Actor
) -> None:
    """Once it is answered, what was answered stays; translations may still be added."""
    if (before := known(recommendation)) and before.answered_at:
        said = before.text.get(language)
        if values["organisation"] != before.organisation or said not in (None, values["text"]):
            raise NotPossible(
                _("It was answered already. Write a new recommendation if something is missing.")
            )
    put(recommendation, values, language)
    recommendation.save()
    audit(action="recommendation.save", actor=actor, row=recommendation)
    evaluation = recommendation.finding.evaluation
    if evaluation.stage in OPEN:
        mails.asked_send(evaluation)


def known(recommendation: Recommendation) -> Recommendation | None:
    """As it stands, held until the end of the transaction."""
    rows = Recommendation.objects.select_for_update(of=("self",)).select_related("organisation")
    return rows.filter(pk=recommendation.pk).first()


@transaction.atomic
def recommendation_remove(*, recommendation: Recommendation, actor: Actor) -> None:
    found = known(recommendation)
    if found is None or found.answered_at:
        raise NotPossible(_("It was answered already, so it stays."))
    audit(action="recommendation.remove", actor=actor, row=found)
    found.delete()

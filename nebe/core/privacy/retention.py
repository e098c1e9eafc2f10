"""What has been kept long enough is deleted or anonymised, by the rules in the registry."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Exists, OuterRef, ProtectedError, QuerySet
from django.utils import timezone
from django_scopes import scopes_disabled

from .audit import audit
from .holds import Held
from .registry import PersonalData, Retention, personal_data

logger = logging.getLogger(__name__)


@dataclass
class Outcome:
    """What one rule did, or would do: `done` rows went, `held` are kept by a legal hold, `kept`
    because other rows that are not due yet need them."""

    kind: PersonalData
    rule: Retention
    done: int = 0
    held: int = 0
    kept: int = 0

    def __str__(self):
        return (
            f"{self.kind.model}, {self.rule.days} days after {self.rule.event}: "
            f"{self.done} {self.rule.verb}, {self.held} on legal hold, {self.kept} still needed"
        )


def retain(*, now: datetime, actor: Any = None, dry_run: bool = False) -> Iterator[Outcome]:
    """Apply every rule, each row in its own transaction, so that an interruption harms nothing.

    A rule that fails is logged and does not stop the others.
    """
    for kind in personal_data:
        for rule in kind.retentions:
            try:
                with scopes_disabled():
                    outcome = _apply(kind, rule, now, dry_run)
            except Exception:
                logger.exception("Retention of %s failed", kind.model)
                continue
            if outcome.done and not dry_run:
                action = "retention.anonymise" if rule.anonymise else "retention.delete"
                audit(action=action, actor=actor, row=kind.model_class, reason=str(outcome.done))
            yield outcome


def _apply(kind: PersonalData, rule: Retention, now: datetime, dry_run: bool) -> Outcome:
    due = rule.due(kind.model_class, now)
    free = unprotected(due)
    outcome = Outcome(kind, rule, kept=due.count() - free.count())
    held = Held(timezone.localdate(now))
    for row in list(free.order_by("pk")):
        if held.keeping(row):
            outcome.held += 1
        elif dry_run or _forget(row, rule):
            outcome.done += 1
        else:
            outcome.kept += 1
    return outcome


def unprotected(rows: QuerySet) -> QuerySet:
    """Without those that a row of another model protects from deletion."""
    for relation in rows.model._meta.get_fields(include_hidden=True):
        if getattr(relation, "on_delete", None) is models.PROTECT and relation.auto_created:
            needing = relation.related_model._base_manager.filter(
                **{relation.field.name: OuterRef("pk")}
            )
            rows = rows.exclude(Exists(needing))
    return rows


def _forget(row: models.Model, rule: Retention) -> bool:
    try:
        with transaction.atomic():
            if rule.anonymise:
                rule.anonymise(row)
            else:
                if rule.before:
                    rule.before(row)
                row.delete()
    except ProtectedError:
        return False
    return True

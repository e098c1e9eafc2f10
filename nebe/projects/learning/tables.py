"""Evaluations and lessons as tables to take along."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from nebe.core.mail.addresses import absolute
from nebe.core.texts.tables import safe
from nebe.core.texts.translated import pick

from ..models import Lesson, Recommendation
from ..terms import target_name, theme_name
from .reading import public_projects


def recommendation_rows(
    recommendations: Iterable[Recommendation], language: str, today: date
) -> Iterator[list[Any]]:
    yield [
        *(_("Project"), _("Evaluation"), _("Kind"), _("Who evaluated"), _("From"), _("Until")),
        *(_("Finding"), _("Recommendation"), _("Priority"), _("Addressed to"), _("Answer by")),
        *(_("Overdue"), _("Answer"), _("Why, and what follows from it"), _("Answered on")),
        *(_("Actions"), _("Done"), _("Address")),
    ]
    for row in recommendations:
        finding, evaluation = row.finding, row.finding.evaluation
        given = row.answered_at is not None
        actions = list(row.actions.all()) if given else []
        texts = [
            *(evaluation.project, evaluation.name, evaluation.get_kind_display()),
            *(evaluation.evaluator, evaluation.began, evaluation.ended),
            *(pick(finding.text, language), pick(row.text, language), row.get_priority_display()),
            *(row.organisation.name, row.answer_by, _("yes") if row.is_late(today) else ""),
            *((row.get_verdict_display(), pick(row.answer, language)) if given else ("", "")),
            row.answered_at.date() if row.answered_at else "",
        ]
        done = sum(action.done_on is not None for action in actions)
        address = absolute("projects:evaluation", evaluation.slug)
        yield [*(safe(said(text)) for text in texts), len(actions), done, address]


def said(value: Any) -> str:
    return "" if value is None else str(value)


def learnt_rows(rows: QuerySet, language: str) -> Iterator[list[Any]]:
    """Lessons or practices: their texts, then what they are about and where they stand."""
    model = rows.model
    own = "year" if model is Lesson else "place"
    names = [capfirst(model._meta.get_field(name).verbose_name) for name in (own, *model.TEXTS)]
    more = (_("Organisation"), _("Themes"), _("For whom"), _("Projects"), _("Address"))
    yield [*names, *more]
    view = f"projects:{model._meta.model_name}"
    for row in rows.prefetch_related(public_projects()):
        values = [
            *(getattr(row, own), *(pick(getattr(row, name), language) for name in model.TEXTS)),
            row.organisation.name,
            "; ".join(theme_name(code) for code in row.themes),
            "; ".join(target_name(code) for code in row.targets),
            "; ".join(str(project) for project in row.projects.all()),
        ]
        yield [*(safe(said(value)) for value in values), absolute(view, row.slug)]

"""Which publication of a tender may follow which. Raises `ValidationError` with words for editors.

Only the page in the language of the notice is looked at: its translations have nothing to decide.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..followers import is_translation
from ..models import Tender, TenderRelease
from .changes import changes, is_formal
from .releases import draft_of, release_last

Stage = Tender.Stage
FIRST = {Stage.PLANNED, Stage.OPEN}
NEXT = {
    Stage.PLANNED: {Stage.PLANNED, Stage.OPEN, Stage.CANCELLED},
    Stage.OPEN: {Stage.OPEN, Stage.AWARDED, Stage.CANCELLED, Stage.UNSUCCESSFUL},
    Stage.AWARDED: {Stage.AWARDED},
    Stage.CANCELLED: {Stage.CANCELLED},
    Stage.UNSUCCESSFUL: {Stage.UNSUCCESSFUL},
}
ENDED = {Stage.AWARDED, Stage.CANCELLED, Stage.UNSUCCESSFUL}


def tender_check(page: Tender, *, now: datetime) -> None:
    if page.stage not in Stage.values or page.locale_id is None or is_translation(page):
        return
    last, stage = release_last(page.translation_key), Stage(page.stage)
    move_check(last, stage)
    needs_check(page, stage)
    if stage == Stage.AWARDED:
        awards_check(page, now)
    if last is not None:
        change_check(page, last, stage)


def move_check(last: TenderRelease | None, stage: Stage) -> None:
    allowed = NEXT[Stage(last.stage)] if last else FIRST
    if stage not in allowed:
        names = ", ".join(str(each.label) for each in Stage if each in allowed)
        raise ValidationError(
            {"stage": ValidationError(_("From here only: %(stages)s."), params={"stages": names})}
        )


def needs_check(page: Tender, stage: Stage) -> None:
    """What must be said before that stage is published."""
    if stage in (Stage.OPEN, Stage.AWARDED) and not page.closes_on:
        raise ValidationError({"closes_on": _("Say until when bids may come.")})
    if stage in (Stage.OPEN, Stage.AWARDED) and not page.submission:
        raise ValidationError({"submission": _("Say where and how a bid is sent.")})
    if stage in (Stage.CANCELLED, Stage.UNSUCCESSFUL) and not page.outcome_reason:
        raise ValidationError({"outcome_reason": _("Say why. Everyone reads it.")})
    if page.questions_until and page.closes_on and page.questions_until > page.closes_on:
        raise ValidationError({"questions_until": _("This is after the last day for bids.")})
    if stage != Stage.AWARDED and page.awards:
        raise ValidationError({"stage": _("With an award in it, the stage is “awarded”.")})


def awards_check(page: Tender, now: datetime) -> None:
    if page.is_open_at(now):
        raise ValidationError({"stage": _("Bids may still come. Award it after the last day.")})
    if not page.awards:
        raise ValidationError({"awards": _("Say who the supplier is, for how much, and why.")})
    lots = {each.value["number"] for each in page.lots}
    named = {each.value["lot"] for each in page.awards}
    if lots and not named <= lots:
        raise ValidationError({"awards": _("Name for each award the number of its lot.")})


def change_check(page: Tender, last: TenderRelease, stage: Stage) -> None:
    """Open bids change with a new reason; what has ended changes no more."""
    if last.stage == Stage.PLANNED:
        return
    changed = changes(last.data, draft_of(page))
    if not is_formal(changed):
        return
    if stage in ENDED:
        raise ValidationError(_("It has ended: what bidders relied on cannot change any more."))
    if page.change_reason.strip() in ("", last.reason):
        raise ValidationError(
            {"change_reason": _("Bids are open: say what is changed this time, and why.")}
        )

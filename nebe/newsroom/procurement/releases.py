"""Each publication of a tender is a release: numbered, kept as it was, with what changed."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from nebe.core.mail.addresses import absolute

from ..indexing import page_path
from ..models import Tender, TenderAnswer, TenderRelease
from . import ocds
from .changes import changes, is_formal

Stage = Tender.Stage


def releases_of(key: UUID) -> list[TenderRelease]:
    return list(TenderRelease.objects.filter(key=key).order_by("number"))


def release_last(key: UUID) -> TenderRelease | None:
    return TenderRelease.objects.filter(key=key).order_by("-number").first()


def notice_of(key: UUID) -> Tender | None:
    """The published page whose facts hold: the one in the language of the releases."""
    last = release_last(key)
    pages = Tender.objects.live().public().filter(translation_key=key).select_related("buyer")
    return pages.filter(locale__language_code=last.language).first() if last else None


@transaction.atomic
def release_publish(page: Tender) -> TenderRelease | None:
    """The next release of a page that was just published; None where nothing is different."""
    key, at = page.translation_key, timezone.now()
    last = release_last(key)
    if last and last.language != page.locale.language_code:
        return None
    data = draft_of(page, number=last.number + 1 if last else 1, at=at)
    changed = changes(last.data, data) if last else []
    if last and not changed:
        return None
    tag = tag_of(last, Stage(page.stage), changed)
    reason = reason_of(page, last, tag)
    data["tag"] = [tag]
    data = ocds.with_days(data, last.data if last else None)
    if last:
        data = ocds.with_amendment(data, last.data, reason)
    return TenderRelease.objects.create(
        key=key,
        number=last.number + 1 if last else 1,
        at=at,
        tag=tag,
        stage=page.stage,
        language=page.locale.language_code,
        reason=reason,
        changes=changed,
        data=data,
    )


def draft_of(page: Tender, *, number: int = 0, at: datetime | None = None) -> ocds.Data:
    """The release that publishing this page would make, but for its tag."""
    answer = TenderAnswer.objects.filter(key=page.translation_key).order_by("-at").first()
    return ocds.release_of(
        page,
        number=number,
        tag="tender",
        at=at or timezone.now(),
        address=address_of(page),
        answered=answer.at if answer else None,
    )


def address_of(page: Tender) -> str:
    """The page's full address in its own language; of a page that has no place yet the site's."""
    if not page.url_path:
        return settings.BASE_URL
    return absolute("wagtail_serve", page_path(page), language=page.locale.language_code)


def tag_of(last: TenderRelease | None, stage: Stage, changed: list) -> str:
    before = Stage(last.stage) if last else None
    if stage == Stage.PLANNED:
        return "planningUpdate" if last else "planning"
    if stage == Stage.CANCELLED and before != stage:
        return "tenderCancellation"
    if stage == Stage.AWARDED:
        return "awardUpdate" if before == stage else "award"
    if before in (None, Stage.PLANNED):
        return "tender"
    return "tenderAmendment" if before == stage and is_formal(changed) else "tenderUpdate"


def reason_of(page: Tender, last: TenderRelease | None, tag: str) -> str:
    """Why it changed or ended; an earlier reason that still stands there is not said again."""
    if page.stage in (Stage.CANCELLED, Stage.UNSUCCESSFUL):
        return page.outcome_reason.strip()
    if last is None or tag in ("tender", "award"):
        return ""
    reason = page.change_reason.strip()
    told = TenderRelease.objects.filter(key=page.translation_key, reason=reason)
    return "" if told.exists() else reason


@transaction.atomic
def release_answers(key: UUID, at: datetime) -> TenderRelease | None:
    """A question was answered: the last release again, with a pointer to the answers."""
    last, page = release_last(key), notice_of(key)
    if last is None or page is None:
        return None
    number = last.number + 1
    data = ocds.with_answers(last.data, address_of(page), at)
    data |= {"id": f"{data['ocid']}-{number}", "date": at.isoformat(), "tag": ["tenderUpdate"]}
    return TenderRelease.objects.create(
        key=key,
        number=number,
        at=at,
        tag="tenderUpdate",
        stage=last.stage,
        language=last.language,
        changes=changes(last.data, data),
        data=data,
    )

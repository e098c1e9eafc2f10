"""Press releases that wait for their hour, and the links by which outlets read them before."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail.blocks import StreamValue
from wagtail.models import Revision

from nebe.core.mail.links import link_issue, link_url, links_revoke
from nebe.core.privacy.audit import audit

from .languages import best
from .models import PressLink, PressRelease

LINK = "press"  # purpose of the private link
# It leads on to the public page after the hour.
DAYS = 180


def releases_waiting() -> QuerySet[PressRelease]:
    """Published for an hour that is still to come, each language for itself."""
    approved = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
    ids = [int(pk) for pk in approved.values_list("object_id", flat=True)]  # kept as words
    pages = PressRelease.objects.filter(live=False, pk__in=ids).select_related("locale")
    return pages.order_by("go_live_at", "pk")


def release_waiting(*, key: UUID, language: str) -> PressRelease | None:
    """As it was approved, in the reader's language or the nearest; None where nothing waits."""
    pages = {
        page.locale.language_code: page for page in releases_waiting().filter(translation_key=key)
    }
    code = best(pages, language)
    revision = pages[code].scheduled_revision if code else None
    return revision.as_object() if revision else None


def without_pictures(page: PressRelease) -> PressRelease:
    """Files are public only while a public page shows them."""
    page.image = None
    for name in ("body", "easy"):
        value = getattr(page, name)
        kept = [(block.block_type, block.value) for block in value if block.block_type != "picture"]
        setattr(page, name, StreamValue(value.stream_block, kept))
    return page


def press_links(keys: Iterable[UUID]) -> QuerySet[PressLink]:
    return PressLink.objects.filter(key__in=keys)


@transaction.atomic
def press_link_give(*, key: UUID, outlet: str, language: str, actor: Any) -> str:
    """The address for one outlet; it cannot be shown again."""
    row = PressLink.objects.create(key=key, outlet=outlet)
    token = link_issue(purpose=LINK, target=row.pk, days=DAYS)
    audit(action="press.link", actor=actor, row=row)
    return link_url(purpose=LINK, token=token, language=language)


@transaction.atomic
def press_link_revoke(*, link: PressLink, actor: Any) -> None:
    """Opens nothing from now on. A second time changes nothing."""
    now = timezone.now()
    if PressLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=now):
        links_revoke(target=link.pk, purpose=LINK)
        audit(action="press.link_end", actor=actor, row=link)


def press_link_opened(*, link: PressLink) -> None:
    now = timezone.now()
    PressLink.objects.filter(pk=link.pk).update(
        opened=F("opened") + 1,
        first_opened_at=Coalesce("first_opened_at", now),
        last_opened_at=now,
    )

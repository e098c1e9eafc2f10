"""Pages that come and go by the clock; the translations of a page go with it."""

import logging
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Revision
from wagtail_localize.models import TranslationSource

logger = logging.getLogger(__name__)


def publish_scheduled() -> None:
    """Take down what has expired, in all its languages, and publish what is due.

    As Wagtail's own command, but that one page which may not be public holds up no other: it is
    tried again each time.
    """
    now = timezone.now()
    expire(now)
    due = Revision.objects.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at")
    for revision in due:
        try:
            with transaction.atomic():
                revision.publish(log_action="wagtail.publish.scheduled")
        except PermissionDenied:
            logger.info("revision %s is due and may not be public yet", revision.pk)


def expire(now: datetime) -> None:
    for page in Page.objects.live().filter(expire_at__lt=now).specific():
        page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    for page in expired_sources():
        for translation in page.get_translations().live().specific():
            translation.unpublish(set_expired=True)


def expired_sources() -> list[Page]:
    """Expired pages from which others are translated."""
    gone = Page.objects.filter(expired=True, live=False)
    sources = TranslationSource.objects.filter(object_id__in=gone.values("translation_key"))
    original = {(source.object_id, source.locale_id) for source in sources}
    return [page for page in gone if (page.translation_key, page.locale_id) in original]

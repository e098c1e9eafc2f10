"""Pages that come and go by the clock; the translations of a page go with it."""

from django.core.management import call_command
from wagtail.models import Page
from wagtail_localize.models import TranslationSource


def publish_scheduled() -> None:
    """Publish what is due, take down what has expired, in all its languages."""
    call_command("publish_scheduled", verbosity=0)
    for page in expired_sources():
        for translation in page.get_translations().live().specific():
            translation.unpublish(set_expired=True)


def expired_sources() -> list[Page]:
    """Expired pages from which others are translated."""
    gone = Page.objects.filter(expired=True, live=False)
    sources = TranslationSource.objects.filter(object_id__in=gone.values("translation_key"))
    original = {(source.object_id, source.locale_id) for source in sources}
    return [page for page in gone if (page.translation_key, page.locale_id) in original]

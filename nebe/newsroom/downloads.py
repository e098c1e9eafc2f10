"""Which files are public: those that a public page shows."""

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, ReferenceIndex

from nebe.core.mail.addresses import absolute

from .models import Download


def download_public(*, pk: int, name: str) -> Download | None:
    """The file of this number and name, None where nobody may have it."""
    download = Download.objects.filter(pk=pk).first()
    if download is None or download.name != name or not is_public(download):
        return None
    return download


def is_public(download: Download) -> bool:
    kind = ContentType.objects.get_for_model(Page)
    references = ReferenceIndex.get_references_to(download).filter(base_content_type=kind)
    numbers = [int(pk) for pk in references.values_list("object_id", flat=True)]
    return Page.objects.live().public().filter(pk__in=numbers).exists()


def download_address(download: Download) -> str:
    """Absolute, in the reader's language."""
    return absolute("download", download.pk, download.name)

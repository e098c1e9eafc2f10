"""Nothing that a machine wrote is published before a person has read it."""

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import ngettext
from wagtail.models import Page, Revision
from wagtail_localize.models import StringSegment, StringTranslation


class MachineUnseen(PermissionDenied):
    """Somebody wants to publish what a machine wrote and nobody has read."""


def unseen_texts(page: Page) -> QuerySet[StringTranslation]:
    """The machine's texts on this page that nobody has confirmed."""
    used = StringSegment.objects.filter(
        string_id=OuterRef("translation_of_id"), context_id=OuterRef("context_id")
    )
    return StringTranslation.objects.filter(
        Exists(used),
        context__object_id=page.translation_key,
        locale_id=page.locale_id,
        translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE,
        has_error=False,
    )


def unseen_in(page: Page, revision: Revision) -> QuerySet[StringTranslation]:
    """A draft older than the machine's texts has none of them."""
    return unseen_texts(page).filter(updated_at__lte=revision.created_at)


def publishing_allow(page: Page, revision: Revision) -> None:
    """Raises `MachineUnseen`."""
    if unseen_in(page, revision).exists():
        raise MachineUnseen


def unread_message(number: int) -> str:
    message = ngettext(
        "A machine wrote %(number)d text that nobody has read yet. Read and confirm it first.",
        "A machine wrote %(number)d texts that nobody has read yet. Read and confirm them first.",
        number,
    )
    return message % {"number": number}

"""What a member of the team agreed to holds for every language, and ends everywhere at once.

What a page about somebody leaves behind when it goes is the same for members and experts.
"""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import PageLogEntry, ReferenceIndex, Revision
from wagtail_localize.models import (
    String,
    StringSegment,
    StringTranslation,
    TranslationContext,
    TranslationSource,
)

from .images import images_shown
from .indexing import index_keys
from .models import Expert, Picture, TeamMember
from .translating.unseen import MachineUnseen

Someone = TeamMember | Expert
SAME = (*TeamMember.OF_THE_PERSON, "title", "image")


def versions(member: Someone) -> QuerySet:
    return type(member).objects.filter(translation_key=member.translation_key)


@transaction.atomic
def agreement_spread(member: TeamMember) -> None:
    """Every language shows what `member` shows; what was taken back leaves the history, too."""
    pages = list(versions(member))
    if not (differing(pages, member) or drafts_of_before(pages)):
        return  # as with each translation that is made
    images = images_shown(pages)
    for pk in [page.pk for page in pages]:
        page = TeamMember.objects.get(pk=pk)  # the one before may have changed it
        if differing([page], member):
            for name in SAME:
                setattr(page, name, getattr(member, name))
            page.image_alt = page.image_alt or member.image_alt
            page.save()
            revision = page.save_revision(clean=False)
            if page.live:
                try:
                    revision.publish()
                except MachineUnseen:  # a draft waits to be read: the row above is public already
                    TeamMember.objects.filter(pk=pk).update(live_revision=revision)
                    index_keys([page.translation_key])
    drafts_of_before(list(versions(member))).delete()
    for source in TranslationSource.objects.filter(object_id=member.translation_key):
        source.update_from_db()
    if TeamMember.Shown.PORTRAIT in member.agreed_to:
        images -= images_shown(versions(member))
    images_drop(images, pages)


def differing(pages: Sequence[TeamMember], member: TeamMember) -> bool:
    return any(getattr(page, name) != getattr(member, name) for page in pages for name in SAME)


def drafts_of_before(pages: Sequence[TeamMember]) -> QuerySet:
    """What they said earlier: neither what is shown nor the newest draft."""
    kept = [pk for page in pages for pk in (page.latest_revision_id, page.live_revision_id) if pk]
    numbers = [str(page.pk) for page in pages]
    return Revision.page_revisions.filter(object_id__in=numbers).exclude(pk__in=kept)


def images_drop(images: set[int], pages: Sequence[Someone]) -> None:
    """Delete the pictures that nothing but these pages shows."""
    own = [str(page.pk) for page in pages]
    for image in Picture.objects.filter(pk__in=images):
        if not ReferenceIndex.get_references_to(image).exclude(object_id__in=own).exists():
            image.delete()


def texts_forget(member: Someone) -> None:
    """The page that was translated goes: take its words out of the memory of translations.

    What another page says word for word stays, for it is that page's text; how it was translated
    here goes.
    """
    sources = TranslationSource.objects.filter(
        object_id=member.translation_key, locale=member.locale_id
    )
    segments = StringSegment.objects.filter(source__in=sources)
    strings = set(segments.values_list("string", flat=True))
    if sources.delete()[0]:
        StringTranslation.objects.filter(context__object_id=member.translation_key).delete()
        TranslationContext.objects.filter(object_id=member.translation_key).delete()
    still = StringSegment.objects.filter(string__in=strings).values("string")
    String.objects.filter(pk__in=strings).exclude(pk__in=still).delete()


def log_forget(member: Someone) -> None:
    PageLogEntry.objects.filter(page_id=member.pk).delete()

"""What changes a published page changes the lists."""

from copy import copy
from functools import partial

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
    task_submitted,
)
from wagtail_localize.models import StringTranslation, TranslationLog

from nebe.core.people.models import Organisation

from . import team
from .campaigns import BANNERS
from .careers.selections import selection_keep
from .drawn import forget
from .editing.four_eyes import readers_tell
from .editing.old_addresses import remember
from .followers import facts_carry, is_translation
from .following import law_published, rows_forget
from .images import images_shown, renditions_forget
from .indexing import index_below, index_keys
from .models import (
    Article,
    Campaign,
    Expert,
    Law,
    LawFollower,
    OrganisationPage,
    Picture,
    Recording,
    SecondReader,
    ShortLink,
    TeamMember,
    Tender,
    Vacancy,
)
from .models.base import NewsroomPage
from .parts.reading import owner_at, part_with_page
from .parts.services import jobs_settle, part_renamed, part_settle
from .procurement.releases import release_publish
from .selectors import own_words
from .translating.coverage import (
    coverage_due,
    drafted,
    made,
    picture_changed,
    source_refresh,
    text_changed,
)


@receiver([page_published, page_unpublished])
def published(sender, instance, **kwargs):
    if issubclass(sender, Article):
        index_keys([instance.translation_key])


@receiver(page_published, sender=Law)
def law_moved(sender, instance, **kwargs):
    if instance.live:  # it may only be planned
        law_published(law=instance)


@receiver(page_published, sender=Campaign)
def campaign_published(sender, instance, **kwargs):
    """Its banners lead by a link of their own, so that following is counted."""
    if not instance.live:
        return
    code = f"{instance.slug[:17]}-{str(instance.translation_key)[:6]}"
    ShortLink.objects.get_or_create(
        campaign=instance.translation_key, label=BANNERS, defaults={"code": code}
    )


@receiver(page_unpublished)
def unpublished(sender, instance, **kwargs):
    transaction.on_commit(partial(forget, instance))


@receiver(post_delete)
def deleted(sender, instance, **kwargs):
    if isinstance(instance, Article):
        index_keys([instance.translation_key])
        transaction.on_commit(partial(forget, copy(instance)))
    if isinstance(instance, Law) and not law_is_kept(instance):
        rows_forget(LawFollower.objects.filter(key=instance.translation_key))


@receiver(post_delete, sender=Recording)
def recording_deleted(sender, instance, **kwargs):
    transaction.on_commit(partial(instance.file.storage.delete, instance.file.name))


@receiver(post_save, sender=Picture)
def picture_saved(sender, instance, **kwargs):
    if instance.is_withheld:
        renditions_forget(instance)
    picture_changed(instance)


def law_is_kept(law: Law) -> bool:
    return Law.objects.filter(translation_key=law.translation_key).exclude(pk=law.pk).exists()


@receiver(post_page_move)
def moved(sender, instance, url_path_before, url_path_after, **kwargs):
    remember(instance, url_path_before, url_path_after)
    jobs_settle(instance, left=owner_at(url_path_before))
    index_below(instance)
    releases_below(instance)  # they may have come out of a part that not everybody sees


@receiver(page_slug_changed)
def renamed(sender, instance, instance_before, **kwargs):
    remember(instance, instance_before.url_path, instance.url_path)
    index_below(instance)


@receiver(task_submitted)
def second_reader_asked(sender, instance, **kwargs):
    if isinstance(instance.task.specific, SecondReader):
        readers_tell(instance)


@receiver([post_save, post_delete], sender=PageViewRestriction)
def restricted(sender, instance, **kwargs):
    page = Page.objects.filter(pk=instance.page_id).first()
    if page:
        index_below(page)
        releases_below(page)


def releases_below(page: Page) -> None:
    """Tenders that everybody may see now: what was published meanwhile is told now."""
    tenders = Tender.objects.descendant_of(page, inclusive=True).live().public()
    for tender in own_words(tenders).select_related("locale"):
        if not is_translation(tender):
            release_publish(tender)


@receiver(page_published)
def published_in_a_language(sender, instance, **kwargs):
    if issubclass(sender, NewsroomPage):
        source_refresh(instance)
        made(instance)
        coverage_due([instance.translation_key])


@receiver(page_unpublished)
def unpublished_in_a_language(sender, instance, **kwargs):
    if issubclass(sender, NewsroomPage):
        coverage_due([instance.translation_key])


@receiver(post_delete)
def deleted_in_a_language(sender, instance, **kwargs):
    if isinstance(instance, NewsroomPage):
        coverage_due([instance.translation_key])


@receiver(post_save, sender=TranslationLog)
def translated(sender, instance, **kwargs):
    if issubclass(instance.source.specific_content_type.model_class() or object, NewsroomPage):
        drafted(instance.source, instance.locale)


@receiver([post_save, post_delete], sender=StringTranslation)
def text_translated(sender, instance, **kwargs):
    text_changed(instance)


@receiver(page_published, sender=Vacancy)
def vacancy_published(sender, instance, **kwargs):
    if instance.live and not is_translation(instance):
        facts_carry(instance)
        selection_keep(instance)


@receiver(page_published, sender=Tender)
def tender_published(sender, instance, **kwargs):
    if instance.live and not is_translation(instance):
        facts_carry(instance)
        if Tender.objects.live().public().filter(pk=instance.pk).exists():
            release_publish(instance)


@receiver(post_save, sender=OrganisationPage)
def organisation_page_saved(sender, instance, created, **kwargs):
    """In one more language: its editors may write there, too."""
    if created and (part := part_with_page(instance)):
        part_settle(part)


@receiver(post_save, sender=Organisation)
def organisation_saved(sender, instance, created, **kwargs):
    if not created:
        part_renamed(instance)


@receiver(page_published, sender=TeamMember)
def member_published(sender, instance, **kwargs):
    if not instance.live:
        return
    team.versions(instance).filter(live=True).update(taken_down_at=None)
    team.agreement_spread(instance)


@receiver(page_unpublished, sender=TeamMember)
def member_taken_down(sender, instance, **kwargs):
    TeamMember.objects.filter(pk=instance.pk).update(taken_down_at=timezone.now())


@receiver(pre_delete, sender=Expert)
@receiver(pre_delete, sender=TeamMember)
def someone_goes(sender, instance, **kwargs):
    others = team.versions(instance).exclude(pk=instance.pk)
    team.images_drop(images_shown([instance]) - images_shown(others), [instance])
    team.texts_forget(instance)


@receiver(post_delete, sender=Expert)
@receiver(post_delete, sender=TeamMember)
def someone_gone(sender, instance, **kwargs):
    team.log_forget(instance)

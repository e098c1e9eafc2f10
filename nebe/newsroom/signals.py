"""What changes a published page changes the lists."""

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from .following import law_published, rows_forget
from .indexing import index_below, index_keys
from .models import Article, Law, LawFollower


@receiver([page_published, page_unpublished])
def published(sender, instance, **kwargs):
    if issubclass(sender, Article):
        index_keys([instance.translation_key])


@receiver(page_published, sender=Law)
def law_moved(sender, instance, **kwargs):
    if instance.live:  # it may only be planned
        law_published(law=instance)


@receiver(post_delete)
def deleted(sender, instance, **kwargs):
    if isinstance(instance, Article):
        index_keys([instance.translation_key])
    if isinstance(instance, Law) and not law_is_kept(instance):
        rows_forget(LawFollower.objects.filter(key=instance.translation_key))


def law_is_kept(law: Law) -> bool:
    return Law.objects.filter(translation_key=law.translation_key).exclude(pk=law.pk).exists()


@receiver([post_page_move, page_slug_changed])
def moved(sender, instance, **kwargs):
    index_below(instance)


@receiver([post_save, post_delete], sender=PageViewRestriction)
def restricted(sender, instance, **kwargs):
    page = Page.objects.filter(pk=instance.page_id).first()
    if page:
        index_below(page)

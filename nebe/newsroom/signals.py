"""What changes a published page changes the lists."""

from copy import copy
from functools import partial

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from .campaigns import BANNERS
from .drawn.kept import forget
from .indexing import index_below, index_keys
from .models import Article, Campaign, Recording, ShortLink


@receiver([page_published, page_unpublished])
def published(sender, instance, **kwargs):
    if issubclass(sender, Article):
        index_keys([instance.translation_key])


@receiver(page_published, sender=Campaign)
def campaign_published(sender, instance, **kwargs):
    """Its banners lead by a link of their own, so that following is counted."""
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


@receiver(post_delete, sender=Recording)
def recording_deleted(sender, instance, **kwargs):
    transaction.on_commit(partial(instance.file.storage.delete, instance.file.name))


@receiver([post_page_move, page_slug_changed])
def moved(sender, instance, **kwargs):
    index_below(instance)


@receiver([post_save, post_delete], sender=PageViewRestriction)
def restricted(sender, instance, **kwargs):
    page = Page.objects.filter(pk=instance.page_id).first()
    if page:
        index_below(page)

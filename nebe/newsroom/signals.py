"""What changes a published page changes the lists."""

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from .careers.selections import selection_keep
from .followers import facts_carry, is_translation
from .indexing import index_below, index_keys
from .models import Article, Tender, Vacancy
from .procurement.releases import release_publish


@receiver([page_published, page_unpublished])
def published(sender, instance, **kwargs):
    if issubclass(sender, Article):
        index_keys([instance.translation_key])


@receiver(post_delete)
def deleted(sender, instance, **kwargs):
    if isinstance(instance, Article):
        index_keys([instance.translation_key])


@receiver([post_page_move, page_slug_changed])
def moved(sender, instance, **kwargs):
    index_below(instance)


@receiver([post_save, post_delete], sender=PageViewRestriction)
def restricted(sender, instance, **kwargs):
    page = Page.objects.filter(pk=instance.page_id).first()
    if page:
        index_below(page)


@receiver(page_published, sender=Vacancy)
def vacancy_published(sender, instance, **kwargs):
    if not is_translation(instance):
        facts_carry(instance)
        selection_keep(instance)


@receiver(page_published, sender=Tender)
def tender_published(sender, instance, **kwargs):
    if not is_translation(instance):
        facts_carry(instance)
        release_publish(instance)

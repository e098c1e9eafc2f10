"""What changes a published page changes the lists."""

from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from . import team
from .indexing import index_below, index_keys
from .models import Article, TeamMember


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


@receiver(page_published, sender=TeamMember)
def member_published(sender, instance, **kwargs):
    team.versions(instance).filter(live=True).update(taken_down_at=None)
    team.agreement_spread(instance)


@receiver(page_unpublished, sender=TeamMember)
def member_taken_down(sender, instance, **kwargs):
    TeamMember.objects.filter(pk=instance.pk).update(taken_down_at=timezone.now())


@receiver(pre_delete, sender=TeamMember)
def member_goes(sender, instance, **kwargs):
    if not team.versions(instance).exclude(pk=instance.pk).exists():
        team.images_drop(team.images_of([instance]), [instance])
    team.texts_forget(instance)


@receiver(post_delete, sender=TeamMember)
def member_gone(sender, instance, **kwargs):
    team.log_forget(instance)

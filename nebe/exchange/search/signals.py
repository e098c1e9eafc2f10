from django.db.models.signals import post_save
from django.dispatch import receiver

from nebe.exchange.models import Category

from .words import category_index


@receiver(post_save, sender=Category)
def category_saved(instance, raw=False, **kwargs):
    if not raw:
        category_index(instance)

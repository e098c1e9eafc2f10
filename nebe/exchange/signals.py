"""What lies beside a row goes with it, whoever deletes it: services, retention or an erasure."""

from functools import partial

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from nebe.core.crypto.keys import subject_key_erase

from .models import Complaint, Offer, OfferImage, Report
from .search import offer_unindex


@receiver(post_delete, sender=OfferImage)
def image_file_delete(instance, **kwargs):
    transaction.on_commit(partial(instance.file.storage.delete, instance.file.name))


@receiver(post_delete, sender=Offer)
def offer_deleted(instance, **kwargs):
    offer_unindex(instance.pk)


@receiver(post_delete, sender=Report)
@receiver(post_delete, sender=Complaint)
def own_key_erase(instance, **kwargs):
    """Its text was sealed with a key of its own: without it no backup can be read either."""
    transaction.on_commit(partial(subject_key_erase, instance.pk))

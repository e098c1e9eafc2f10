"""What lies beside a row goes with it, whoever deletes it: services, retention or an erasure."""

from functools import partial

from django.db import transaction
from django.db.models.signals import post_delete, pre_delete
from django.dispatch import receiver

from nebe.core.crypto.keys import subject_key_erase
from nebe.core.people.models import Person

from .models import Ban, Complaint, Offer, OfferImage, Report, SafeguardingCase
from .search import offer_unindex
from .services.bans import bans_anonymise
from .services.safeguarding import cases_anonymise


@receiver(post_delete, sender=OfferImage)
def image_file_delete(instance, **kwargs):
    transaction.on_commit(partial(instance.file.storage.delete, instance.file.name))


@receiver(post_delete, sender=Offer)
def offer_deleted(instance, **kwargs):
    offer_unindex(instance.pk)


@receiver(post_delete, sender=Report)
@receiver(post_delete, sender=Complaint)
@receiver(post_delete, sender=Ban)
@receiver(post_delete, sender=SafeguardingCase)
def own_key_erase(instance, **kwargs):
    """Its text was sealed with a key of its own: without it no backup can be read either."""
    transaction.on_commit(partial(subject_key_erase, instance.pk))


@receiver(pre_delete, sender=Person)
def person_deleted(instance, **kwargs):
    bans_anonymise(instance.pk)
    cases_anonymise(instance.pk)

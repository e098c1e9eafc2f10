"""What the list of projects hears of: rows deleted, names of others that it shows changed."""

from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver

from nebe.core.people.models import Organisation

from .models import Programme, Project
from .services.listing import listing_forget, version_next


@receiver(pre_delete, sender=Project)
def project_forget(instance: Project, **kwargs) -> None:
    listing_forget(instance)


@receiver(post_save, sender=Organisation)
@receiver(post_save, sender=Programme)
def names_changed(created: bool, **kwargs) -> None:
    """Nobody goes on reading an old name. A new row is in no project yet."""
    if not created:
        version_next()

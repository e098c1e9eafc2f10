from functools import partial

from django.apps import AppConfig, apps
from django.db import connections, models, transaction
from django.db.models.signals import post_delete, post_migrate
from django.utils.module_loading import autodiscover_modules


class PrivacyConfig(AppConfig):
    name = "nebe.core.privacy"
    label = "nebe_privacy"

    def ready(self):
        from django.core.signals import request_finished

        from .audit import audit_flush

        # After the answer has been sent, so that nobody waits for the trail.
        request_finished.connect(lambda **_: audit_flush(), weak=False, dispatch_uid="nebe.audit")
        # Each app says what it holds of a person, and why, in these two modules.
        autodiscover_modules("purposes", "personal_data")
        _connect_files()
        post_migrate.connect(_forget_statistics, sender=self)


def _connect_files() -> None:
    """A file goes with its row, however the row is deleted, once that is committed."""
    for model in apps.get_models():
        names = [one.name for one in model._meta.fields if isinstance(one, models.FileField)]
        if names and model._meta.app_label.startswith("nebe_"):
            post_delete.connect(_delete_files, sender=model)


def _delete_files(instance, using, **kwargs) -> None:
    for one in instance._meta.fields:
        if isinstance(one, models.FileField) and (file := getattr(instance, one.name)):
            transaction.on_commit(partial(file.storage.delete, file.name), using=using)


def _forget_statistics(using, **kwargs) -> None:
    from .bytes import forget_statistics

    if using == "default":
        forget_statistics(connections[using])

from django.apps import AppConfig
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

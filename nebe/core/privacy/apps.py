from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "nebe.core.privacy"
    label = "nebe_privacy"

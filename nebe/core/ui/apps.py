from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "nebe.core.ui"
    label = "nebe_ui"

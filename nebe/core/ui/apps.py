from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "nebe.core.ui"
    label = "nebe_ui"

    def ready(self):
        from . import core_links  # noqa: F401 (registers itself)

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "nebe.core.ui"
    label = "nebe_ui"

    def ready(self):
        from . import core_links, related_sources  # noqa: F401 (register themselves)

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "nebe.exchange.search"
    label = "nebe_search"

    def ready(self):
        from . import signals  # noqa: F401

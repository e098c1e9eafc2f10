from django.apps import AppConfig


class HouseConfig(AppConfig):
    """Checks, commands and pages that belong to the installation as a whole."""

    name = "nebe.config"
    label = "nebe_config"

    def ready(self):
        from . import checks  # noqa: F401 registers them

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "nebe.console"
    label = "nebe_console"

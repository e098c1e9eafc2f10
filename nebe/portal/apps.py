from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "nebe.portal"
    label = "nebe_portal"

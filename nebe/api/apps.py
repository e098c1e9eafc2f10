from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "nebe.api"
    label = "nebe_api"

from django.apps import AppConfig


class TextsConfig(AppConfig):
    name = "nebe.core.texts"
    label = "nebe_texts"

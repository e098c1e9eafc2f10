from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "nebe.core.places"
    label = "nebe_places"
